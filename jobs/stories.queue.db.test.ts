import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { BlobReader, TextWriter, ZipReader } from '@zip.js/zip.js'
import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { acceptCode } from '#data/codes/accept.ts'
import { askCode } from '#data/codes/ask.ts'
import { transact } from '#data/db.ts'
import { listLocalMail, readLocalMail } from '#data/local-outbox.ts'
import { openPackage } from '#data/packages/open-for-download.ts'
import { renewPackage } from '#data/packages/renew.ts'
import { approveRequest } from '#data/requests/approve.ts'
import { fileRequest } from '#data/requests/file.ts'
import { submitForReview } from '#data/requests/submit-for-review.ts'
import { ensureSigningKey } from '#data/signing-keys/ensure.ts'
import { findPublicKeys } from '#data/signing-keys/find-public.ts'
import { connectSource } from '#data/sources/connect.ts'
import { filing, newController } from '#data/test-controller.ts'
import { openFile } from '#data/vault/read.ts'
import { verifyCertificate } from '#domain/certificate/verify.ts'
import type { Right } from '#domain/request.ts'
import { budi, siti } from '#prisma/demo/people.ts'
import { createShop } from '#prisma/demo/shop.ts'
import { startWorker } from './worker.ts'

const now = () => Temporal.Now.instant()
let shop: Awaited<ReturnType<typeof newController>>
let stopWorker = async () => {}

beforeAll(async () => {
  await ensureSigningKey(now())
  shop = await newController({ cancelWindowMinutes: 0 })
  const database = `shop_${randomUUID().slice(0, 8)}`
  const { url } = await createShop(inject('databaseUrl'), { people: 60, orders: 200, database, role: database })
  const yaml = await readFile('prisma/demo/shop.dataset.yml', 'utf8')
  await connectSource(
    shop.system,
    {
      id: randomUUID(),
      key: 'shop',
      name: 'Toko',
      kind: 'postgres',
      region: 'ID',
      backupDays: 30,
      connection: { url },
      yaml,
    },
    now(),
  )
  stopWorker = await startWorker({ prefix: `test-${randomUUID().slice(0, 8)}` })
}, 60_000)
afterAll(() => stopWorker())

/** Waits until `look` answers something. */
async function until<T>(what: string, look: () => Promise<T | null | undefined | false>): Promise<T> {
  for (const end = Date.now() + 25_000; Date.now() < end; ) {
    const found = await look()
    if (found) return found
    await new Promise((resume) => setTimeout(resume, 100))
  }
  throw new Error(`waited too long for ${what}`)
}

const mailTo = (email: string, template: string) =>
  until(`${template} to ${email}`, async () => {
    for (const { id, to } of await listLocalMail())
      if (to === email && id.includes(`-${template}.`)) return readLocalMail(id)
    return null
  })

const requestOf = (id: string) =>
  transact(shop.system, (tx) =>
    tx.request.findUniqueOrThrow({ where: { id }, include: { packages: true, certificates: true } }),
  )

async function fileAndProve(right: Right, email: string): Promise<string> {
  const filed = await fileRequest(
    shop.visitor,
    { filing: filing({ right, email }), locale: 'id', channel: 'portal', submissionKey: randomUUID() },
    now(),
  )
  if (!filed.ok) throw new Error(filed.reason)
  const { id, reference } = filed.value
  expect((await mailTo(email, 'acknowledgement'))?.text).toContain(reference)
  await askCode({ address: '127.0.0.1' }, { reference }, now())
  const code = /\b\d{6}\b/.exec((await mailTo(email, 'code'))?.text ?? '')?.[0] ?? ''
  expect(await acceptCode({ address: '127.0.0.1' }, { reference, code }, now())).toMatchObject({ ok: true })
  await until('review', async () => (await requestOf(id)).status === 'reviewing')
  return id
}

async function approve(id: string): Promise<void> {
  const { reference, version } = await requestOf(id)
  expect(await submitForReview(shop.staff('agent'), { reference, version }, now())).toMatchObject({ ok: true })
  const pinned = await requestOf(id)
  expect(await approveRequest(shop.staff('reviewer'), { reference, version: pinned.version }, now())).toMatchObject({
    ok: true,
  })
}

test('access: from the filing to a signed package that holds what the shop holds', async () => {
  const id = await fileAndProve('access', siti.email)
  expect((await requestOf(id)).contactOnFile).toBe(true)
  await approve(id)
  const { packages } = await until('package', async () => {
    const request = await requestOf(id)
    return request.packages.length > 0 && request
  })
  await mailTo(siti.email, 'answer-ready')
  const zip = await transact(shop.system, async (tx) => {
    const file = await tx.vaultFile.findUniqueOrThrow({ where: { id: packages[0]!.fileId } })
    return buffer((await openFile(tx, file))!)
  })
  const entries = await new ZipReader(new BlobReader(new Blob([Uint8Array.from(zip)]))).getEntries()
  const orders = entries.find(({ filename }) => filename === 'data/shop/orders.json')
  if (!orders || orders.directory) throw new Error('no orders')
  expect(JSON.parse(await orders.getData(new TextWriter()))).toHaveLength(siti.finds.orders)
  expect((await requestOf(id)).status).toBe('fulfilled')
  await renewAfterItsEnd(id, packages[0]!.fileId)
})

async function renewAfterItsEnd(requestId: string, fileId: string): Promise<void> {
  await transact(shop.system, (tx) =>
    tx.package.update({ where: { requestId }, data: { expiresAt: new Date(Date.now() - 1) } }),
  )
  const downloader = { kind: 'subject', controllerId: shop.controllerId, requestId, level: 'download' } as const
  expect(await renewPackage(downloader, {}, now())).toMatchObject({ ok: true })
  const pack = await until('the renewed package', async () => {
    const found = (await requestOf(requestId)).packages[0]
    return found?.fileId !== fileId && found
  })
  expect(pack).toMatchObject({ renewals: 1, renewingSince: null })
  await until(
    'its mail',
    async () => (await listLocalMail()).filter(({ id }) => id.includes('-answer-ready.')).length > 1,
  )
  expect(await openPackage(downloader, {}, now())).toMatchObject({ ok: true })
}

test('erasure: what law keeps stays, the shared address is held, and the certificate proves the rest', async () => {
  const id = await fileAndProve('erasure', budi.email)
  await approve(id)
  const { certificates, status } = await until('certificate', async () => {
    const request = await requestOf(id)
    return request.certificates.length > 0 && request
  })
  expect(status).toBe('partly_fulfilled')
  const verdict = await verifyCertificate(certificates[0]!.jws, await findPublicKeys())
  if (verdict.status !== 'valid' || verdict.kind !== 'certificate') throw new Error(JSON.stringify(verdict))
  const { retained, held, sources } = verdict.certificate
  expect(
    retained.filter(({ collection }) => collection === 'invoices').reduce((sum, { count }) => sum + count, 0),
  ).toBe(budi.invoicesKept)
  expect(held).toMatchObject([{ collection: 'addresses', count: budi.addressesShared }])
  expect(sources[0]?.collections.every(({ verifiedGone }) => verifiedGone)).toBe(true)
  expect(certificates[0]!.jws).not.toContain(Buffer.from('budi').toString('base64url').slice(0, -1))
  expect((await mailTo(budi.email, 'erasure-done'))?.text).toContain('87')
}, 60_000)
