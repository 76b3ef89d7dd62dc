import { randomUUID } from 'node:crypto'
import { beforeAll, expect, inject, test } from 'vitest'
import { commit } from '#crypto/commitment.ts'
import { transact } from '#data/db.ts'
import { openJsonFor, openRequestKey } from '#data/keys/request-key.ts'
import { answerRequest } from '#data/requests/answer.ts'
import { ensureSigningKey } from '#data/signing-keys/ensure.ts'
import { findPublicKeys } from '#data/signing-keys/find-public.ts'
import { NOW } from '#data/test-controller.ts'
import { verifyCertificate } from '#domain/certificate/verify.ts'
import { dewi, siti } from '#prisma/demo/people.ts'
import { createShop } from '#prisma/demo/shop.ts'
import { issueReceipt } from './issue-receipt.ts'
import { mailProcessingStopped } from './mail-processing-stopped.ts'
import { runStop } from './run-task.ts'
import { newWithdrawal } from './test-withdrawal.ts'

let url = ''
beforeAll(async () => {
  await ensureSigningKey(NOW)
  const database = `receipts_${randomUUID().slice(0, 8)}`
  url = (await createShop(inject('databaseUrl'), { people: 12, orders: 60, database, role: database })).url
}, 60_000)

const receiptOf = ({ system, requestId }: Awaited<ReturnType<typeof newWithdrawal>>) =>
  transact(system, (tx) => tx.consentReceipt.findUnique({ where: { requestId } }))

test('once everything has stopped: one receipt that anybody can check, the request closed, the person told in time', async () => {
  const request = await newWithdrawal(url, { email: siti.email, purposes: ['all'] })
  await request.runOn(runStop, 'stop.planned')
  await Promise.allSettled(Array.from({ length: 8 }, () => request.runOn(issueReceipt, 'stops.finished')))
  expect((await request.events()).filter((type) => type === 'receipt.issued')).toHaveLength(1)
  expect((await request.request()).status).toBe('fulfilled')

  const stored = await receiptOf(request)
  if (!stored) throw new Error('no receipt')
  const verdict = await verifyCertificate(stored.jws, await findPublicKeys())
  if (verdict.status !== 'valid' || verdict.kind !== 'receipt') throw new Error(JSON.stringify(verdict))
  const record = verdict.receipt['dpv:hasRecordOfActivity']
  expect(
    record['dpv:hasProcess'].map((each) => [each['dpv:hasPurpose']['dct:identifier'], each['hakku:proof']]),
  ).toEqual([
    ['pemasaran', 'read_again'],
    ['buletin', 'read_again'],
    ['ulasan', 'read_again'],
  ])
  expect(record['dpv:hasProcess'].map((each) => each['hakku:rows'])).toEqual([3, 2, siti.finds.reviews])
  expect(record['dpv:hasProcess'][0]?.['dpv:hasPersonalData']).toContain('user.privacy_preferences')
  const payload = Buffer.from(stored.jws.split('.')[1] ?? '', 'base64url').toString('utf8')
  for (const personal of [siti.email, siti.name, 'Siti']) expect(payload).not.toContain(personal)

  const owner = { controllerId: request.controllerId, id: request.requestId }
  const salt = await transact(request.system, async (tx) => {
    const key = await openRequestKey(tx, owner)
    return key && String(await openJsonFor(key, owner, 'receipt', stored.sealedSalt))
  })
  expect(record['dpv:hasDataSubject']['dct:identifier']).toBe(commit(salt ?? '', siti.email))

  await request.runOn(mailProcessingStopped, 'receipt.issued')
  const clocks = await request.clocks()
  expect(clocks.find(({ clockId }) => clockId === 'ID-UU-40')).toMatchObject({
    state: expect.stringMatching(/met|breached/),
  })
  expect(clocks.some(({ state }) => state === 'running')).toBe(false)
}, 60_000)

test('a changed receipt, and one that claims to be a certificate, are refused', async () => {
  const request = await newWithdrawal(url, { email: dewi.email, purposes: ['ulasan'] })
  await request.runOn(runStop, 'stop.planned')
  await request.runOn(issueReceipt, 'stops.finished')
  const { jws = '' } = (await receiptOf(request)) ?? {}
  const keys = await findPublicKeys()
  const [header = '', payload = '', signature = ''] = jws.split('.')
  const rewrite = (text: string, find: string, put: string) =>
    Buffer.from(Buffer.from(text, 'base64url').toString('utf8').replace(find, put)).toString('base64url')
  const more = [header, rewrite(payload, '"hakku:rows":3', '"hakku:rows":9'), signature].join('.')
  expect(await verifyCertificate(more, keys)).toMatchObject({ status: 'invalid', reason: 'signature_wrong' })
  const posing = [rewrite(header, 'hakku.consent-receipt.v1', 'hakku.certificate.v1'), payload, signature].join('.')
  expect(await verifyCertificate(posing, keys)).toMatchObject({ status: 'invalid', reason: 'signature_wrong' })
  expect(await verifyCertificate(JSON.stringify({ jws, salt: 'x' }), keys)).toMatchObject({ status: 'valid' })
}, 60_000)

test('what a person saw to is stated as such, after they said so', async () => {
  const request = await newWithdrawal(url, {
    email: dewi.email,
    purposes: ['pemasaran'],
    details: 'Juga brosur, saya Dewi.',
  })
  const agent = request.staff('agent')
  const answer = async () =>
    answerRequest(
      agent,
      {
        reference: request.reference,
        version: (await request.request()).version,
        explanation: 'Brosur juga kami hentikan hari ini.',
      },
      NOW,
    )
  expect(await answer()).toEqual({ ok: false, reason: 'not_by_hand' })
  await request.runOn(runStop, 'stop.planned')
  await request.runOn(issueReceipt, 'stops.finished')
  expect(await receiptOf(request)).toBeNull()
  expect(await answer()).toMatchObject({ ok: true })
  await request.runOn(issueReceipt, 'answer.given')
  const verdict = await verifyCertificate((await receiptOf(request))?.jws ?? '', await findPublicKeys())
  if (verdict.status !== 'valid' || verdict.kind !== 'receipt') throw new Error(JSON.stringify(verdict))
  const processes = verdict.receipt['dpv:hasRecordOfActivity']['dpv:hasProcess']
  expect(processes.map((each) => each['hakku:proof'])).toEqual(['read_again', 'stated'])
  expect(JSON.stringify(verdict.receipt)).not.toContain('Dewi')
}, 60_000)
