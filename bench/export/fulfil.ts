import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { Temporal } from 'temporal-polyfill'
import { newKey } from '#crypto/sealing.ts'
import { newSigningKey } from '#crypto/signing.ts'
import { toDate } from '#data/instant.ts'
import type { FoundCollection, PackageMaterial } from '#data/packages/find-material.ts'
import type { NewPart } from '#data/parts/keep.ts'
import { vaultPath } from '#data/vault/place.ts'
import { writeSealed } from '#data/vault/write.ts'
import { readDataset } from '#domain/dataset/read-dataset.ts'
import { collectSource } from '#jobs/collect-source.ts'
import { JOBS } from '#jobs/index.ts'
import { buildPackage } from '#jobs/package/build-package.ts'
import { aboutOf, handings } from '#jobs/package/material.ts'
import { SUBJECT, YAML } from './subject.ts'

/** As a worker's process: everything it loads, then one request from the source's rows to the sealed, signed package. */
const [url = '', right = 'access'] = process.argv.slice(2)
if (JOBS.length === 0) throw new Error('no jobs')

const now = Temporal.Instant.from('2026-11-21T00:00:00Z')
const request = {
  id: randomUUID(),
  controllerId: randomUUID(),
  right: right as 'access',
  zone: 'Asia/Jakarta',
  receivedAt: now,
}
const key = newKey()
const rssMb = () => Math.round(process.resourceUsage().maxRSS / 1024)
const seconds = async <T>(work: () => Promise<T>): Promise<[T, number]> => {
  const startedAt = performance.now()
  return [await work(), (performance.now() - startedAt) / 1_000]
}
const baseMb = rssMb()
const kept: string[] = []
const keep = async ({ file }: NewPart) => kept.push(file.id) > 0

const [collected, collectSeconds] = await seconds(() =>
  collectSource(
    {
      id: randomUUID(),
      purpose: 'collect',
      request,
      source: { id: randomUUID(), key: 'shop', kind: 'postgres', backupDays: 30 },
      yaml: YAML,
      connection: { url },
      others: [],
      salt: '',
      holds: [],
      withdrawn: [],
      details: { email: SUBJECT, name: 'Subject' },
      identities: [{ label: 'email', value: SUBJECT }],
      key,
    },
    now,
    new AbortController().signal,
    { key, owner: request, parts: [], keep, drop: async () => {}, nowMs: () => performance.now() },
  ),
)
const collectMb = rssMb()
if (process.env['SHOW_STEPS']) process.stderr.write(`collected ${collectSeconds} s ${collectMb} MB\n`)
const collectCpu = process.cpuUsage()

const owner = { controllerId: request.controllerId, requestId: request.id }
const read = readDataset(YAML)
const known = new Map(
  (read.ok ? read.value : []).flatMap(({ collections }) => collections.map((one) => [one.name, one])),
)
const collections = collected.collections.flatMap(({ collection, rows, types, file }): FoundCollection[] => {
  const stored = { ...file, ...owner, bytes: BigInt(file.bytes), createdAt: toDate(now), deletedAt: null }
  const described = known.get(collection)
  return described ? [{ source: 'shop', collection, known: described, rows, types, redactions: [], file: stored }] : []
})
const material = {
  request: { ...request, reference: 'HK-7K4Q-2MPX', locale: 'en', verifiedAt: now },
  controller: { jurisdictions: ['ID'] },
  recipients: [],
  history: [],
  collections,
  key,
} as unknown as PackageMaterial
const writer = writeSealed(key, request, 'package')
const [, buildSeconds] = await seconds(async () => {
  const handed = handings(material)
  await buildPackage(
    {
      reference: 'HK-7K4Q-2MPX',
      right: 'access',
      controller: { name: 'Shop', contact: 'privacy@example.com', dpo: 'dpo@example.com' },
      language: 'en',
      generatedAt: now,
      timeZone: request.zone,
      collections: handed.map(({ collection }) => collection),
      about: () => aboutOf(material, handed),
      key: await newSigningKey(),
    },
    writer.stream,
  )
})
const { id, bytes } = await writer.finish()
const files = [
  ...collected.collections.map(({ file }) => file.id),
  ...(collected.plan ? [collected.plan.id] : []),
  ...kept,
  id,
]
await Promise.all(files.map((one) => rm(vaultPath(request.controllerId, one))))
process.send?.({
  rows: collected.outcome.rows,
  collectSeconds,
  buildSeconds,
  seconds: collectSeconds + buildSeconds,
  cpu: [collectCpu, process.cpuUsage()].map(({ user, system }) => Math.round((user + system) / 1e5) / 10),
  packageBytes: bytes,
  parts: kept.length,
  baseMb,
  collectMb,
  peakMb: rssMb(),
})
