import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { BlobReader, TextWriter, ZipReader } from '@zip.js/zip.js'
import { exportLog } from '#data/audit/export-log.ts'
import { verifyLog } from '#data/audit/verify-log.ts'
import { transact } from '#data/db.ts'
import { findPublicKeys } from '#data/signing-keys/find-public.ts'
import { openFile } from '#data/vault/read.ts'
import { verifyCertificate } from '#domain/certificate/verify.ts'
import { EraseOutcome } from '#domain/outcome.ts'
import { openMailbox } from './mailbox.ts'
import type { Filed } from './people.ts'
import { withClient } from './servers.ts'
import { judgeShop, readShop, type ShopState } from './shop-oracle.ts'
import type { World } from './world.ts'

export type Run = {
  world: World
  dataDir: string
  portalUrl: string
  shopUrl: string
  shopBefore: ShopState
  accepted: readonly Filed[]
  /** words that must stand nowhere in clear */
  canaries: readonly string[]
  /** name → everything that was written there, as text */
  writings: Readonly<Record<string, string>>
}
type Seen = { problems: string[]; seen: number; note?: string }
/** @property of only says something where somebody asked for this right */
export type Invariant = { name: string; of?: 'access' | 'erasure'; look: (run: Run) => Promise<Seen> }

const requestsOf = ({ world }: Run) =>
  transact(world.system, (tx) =>
    tx.request.findMany({ include: { packages: true, certificates: true, tasks: true, findings: true } }),
  )
const noticesOf = ({ world }: Run) => transact(world.system, (tx) => tx.notice.findMany())

const countBy = (values: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}
const unlessOne = (counts: Map<string, number>, wanted: readonly string[], what: string): string[] =>
  wanted.flatMap((name) => (counts.get(name) === 1 ? [] : [`${name} has ${counts.get(name) ?? 0} ${what}`]))

const everyRequest: Invariant = {
  name: 'every accepted request is there, once',
  async look(run) {
    const found = countBy((await requestsOf(run)).map(({ reference }) => reference))
    const twice = [...found.keys()].filter((reference) => !run.accepted.some((filed) => filed.reference === reference))
    const problems = unlessOne(
      found,
      run.accepted.map(({ reference }) => reference),
      'rows',
    )
    return { problems: [...problems, ...twice.map((reference) => `${reference} was filed twice`)], seen: found.size }
  },
}

const everyEnd: Invariant = {
  name: 'every request reached its end',
  async look(run) {
    const requests = await requestsOf(run)
    const stuck = requests.filter(({ status }) => status !== 'fulfilled' && status !== 'partly_fulfilled')
    const why = (tasks: { state: string; reason: string | null }[]) =>
      tasks.map(({ state, reason }) => `${state}${reason ? ` ${reason}` : ''}`).join()
    return {
      problems: stuck.map(
        ({ reference, right, status, tasks }) => `${reference} ${right} is ${status} (${why(tasks)})`,
      ),
      seen: requests.length,
    }
  },
}

const oneAcknowledgement: Invariant = {
  name: 'one acknowledgement each, as row and as mail',
  async look(run) {
    const [requests, notices, mails] = [await requestsOf(run), await noticesOf(run), await openMailbox(run.dataDir)()]
    const told = notices.filter(({ kind }) => kind === 'acknowledgement')
    const rows = countBy(told.flatMap(({ requestId }) => requestId ?? []))
    const files = countBy(mails.map(({ key }) => key))
    return {
      problems: [
        ...unlessOne(
          rows,
          requests.map(({ id }) => id),
          'acknowledgements',
        ),
        ...unlessOne(
          files,
          told.map(({ eventId }) => `acknowledgement.${eventId}`),
          'mails',
        ),
      ],
      seen: told.length,
    }
  },
}

const noMailTwice: Invariant = {
  name: 'no mail was sent twice, and each that was sent is remembered',
  async look(run) {
    const mails = await openMailbox(run.dataDir)()
    const keys = countBy(mails.map(({ key }) => key))
    const remembered = new Set((await noticesOf(run)).map(({ kind, eventId }) => `${kind}.${eventId}`))
    const known = [...keys.keys()].filter((key) => !key.startsWith('instruct.'))
    return {
      problems: [
        ...unlessOne(keys, [...keys.keys()], 'files'),
        ...known.filter((key) => !remembered.has(key)).map((key) => `${key} is no notice`),
        ...[...remembered].filter((key) => !keys.has(key)).map((key) => `${key} was never mailed`),
      ],
      seen: mails.length,
    }
  },
}

const onePackage: Invariant = {
  of: 'access',
  name: 'one package per access: it opens, and is the one that was recorded',
  async look(run) {
    const requests = (await requestsOf(run)).filter(({ right }) => right === 'access')
    const problems: string[] = []
    for (const { reference, packages, findings } of requests) {
      const [found] = packages
      if (!found || packages.length > 1) problems.push(`${reference} has ${packages.length} packages`)
      else if (!(await isWhole(run, found, findings))) problems.push(`${reference}'s package is not whole`)
    }
    return { problems, seen: requests.length }
  },
}

type Packed = { fileId: string; manifestSha256: string }

async function isWhole(run: Run, packed: Packed, findings: readonly { collection: string; rows: number }[]) {
  const zip = await transact(run.world.system, async (tx) => {
    const stream = await openFile(tx, await tx.vaultFile.findUniqueOrThrow({ where: { id: packed.fileId } }))
    return stream && buffer(stream)
  })
  if (!zip) return false
  const entries = await new ZipReader(new BlobReader(new Blob([Uint8Array.from(zip)]))).getEntries()
  const textOf = async (end: string): Promise<string | null> => {
    const entry = entries.find(({ filename }) => filename.endsWith(end))
    return entry && !entry.directory ? entry.getData(new TextWriter()) : null
  }
  const manifest = await textOf('manifest.json')
  if (!manifest || createHash('sha256').update(manifest).digest('hex') !== packed.manifestSha256) return false
  for (const { collection, rows } of findings) {
    const data = await textOf(`/${collection}.json`)
    if (rows > 0 && (!data || JSON.parse(data).length !== rows)) return false
  }
  return true
}

const oneCertificate: Invariant = {
  of: 'erasure',
  name: 'one certificate per erasure: with proof, and it verifies',
  async look(run) {
    const requests = (await requestsOf(run)).filter(({ right }) => right === 'erasure')
    const keys = await findPublicKeys()
    const problems: string[] = []
    for (const { reference, certificates, tasks } of requests) {
      const [certificate] = certificates
      if (!certificate || certificates.length > 1) problems.push(`${reference} has ${certificates.length} certificates`)
      if (!certificate) continue
      const verdict = await verifyCertificate(certificate.jws, keys)
      if (verdict.status !== 'valid')
        problems.push(`${reference}'s certificate is ${verdict.status}: ${verdict.reason}`)
      const erased = tasks.filter(({ purpose }) => purpose === 'erase')
      const isProved = erased.every(({ state, outcome }) => state === 'done' && EraseOutcome.parse(outcome).verified)
      if (erased.length === 0 || !isProved) problems.push(`${reference} is certified without proof`)
    }
    return { problems, seen: requests.length }
  },
}

const rightPeople: Invariant = {
  name: 'who was erased is gone from the shop, and nobody else was touched',
  async look(run) {
    const erased = new Set(run.accepted.filter(({ right }) => right === 'erasure').map(({ email }) => email))
    const after = await withClient(run.shopUrl, readShop)
    const seen = Object.values(run.shopBefore).reduce((sum, rows) => sum + rows.size, 0)
    return { problems: judgeShop(run.shopBefore, after, erased, new Date()), seen, note: `${erased.size} erased` }
  },
}

const wholeLog: Invariant = {
  name: 'the audit log verifies, one leaf an event',
  async look(run) {
    const verdict = await verifyLog(exportLog(), (await findPublicKeys()).keys)
    const events = await transact(run.world.system, (tx) => tx.event.count())
    if (verdict.status !== 'valid') return { problems: [JSON.stringify(verdict)], seen: events }
    const { leaves, waiting, checkpoints } = verdict
    const problems =
      leaves === events && waiting === 0 ? [] : [`${leaves} leaves, ${waiting} waiting, ${events} events`]
    return { problems, seen: leaves, note: `${checkpoints} checkpoints` }
  },
}

const emptyOutbox: Invariant = {
  name: 'the outbox is empty, every effect once',
  async look(run) {
    const { rows } = await withClient(run.portalUrl, (client) =>
      client.query('select type, count(*)::int as count, max(relays) as relays from outbox group by type'),
    )
    const problems = rows.map(({ type, count, relays }) => `${count} ${type} (relayed ${relays} times)`)
    const effects = await withClient(run.portalUrl, (client) =>
      client.query('select count(*)::int as count from effect'),
    )
    return { problems, seen: effects.rows[0]?.count ?? 0 }
  },
}

const vaultFiles = async (dataDir: string): Promise<string[]> =>
  (await readdir(join(dataDir, 'vault'), { recursive: true, withFileTypes: true }).catch(() => []))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

const vaultHolds: Invariant = {
  name: 'every vault row has its file, unchanged',
  async look(run) {
    const rows = await transact(run.world.system, (tx) => tx.vaultFile.findMany({ where: { deletedAt: null } }))
    const files = await vaultFiles(run.dataDir)
    const problems: string[] = []
    for (const { id, class: kind, sha256 } of rows) {
      const path = files.find((file) => file.endsWith(`/${id}`))
      const digest =
        path &&
        createHash('sha256')
          .update(await readFile(path))
          .digest('hex')
      if (digest !== sha256) problems.push(`${kind} ${id} is ${path ? 'another' : 'missing'}`)
    }
    return {
      problems,
      seen: rows.length,
      note: `${files.length - rows.length} files left by killed runs, named by no row`,
    }
  },
}

const nothingInClear: Invariant = {
  name: 'no name or contact in clear: vault, queue, logs',
  async look(run) {
    const files = await vaultFiles(run.dataDir)
    const problems: string[] = []
    const search = (where: string, text: string) => {
      for (const word of run.canaries) if (text.includes(word)) problems.push(`${where} says ${word}`)
    }
    for (const file of files) search('the vault', (await readFile(file)).toString('latin1'))
    for (const [where, text] of Object.entries(run.writings)) search(where, text)
    const bytes = Object.values(run.writings).reduce((sum, text) => sum + text.length, 0)
    return {
      problems,
      seen: run.canaries.length,
      note: `${files.length} files, ${Math.round(bytes / 1024)} KiB of queue and logs`,
    }
  },
}

export const INVARIANTS: readonly Invariant[] = [
  everyRequest,
  everyEnd,
  oneAcknowledgement,
  noMailTwice,
  onePackage,
  oneCertificate,
  rightPeople,
  wholeLog,
  emptyOutbox,
  vaultHolds,
  nothingInClear,
]
