import { randomUUID } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import { beforeAll, expect, inject, test } from 'vitest'
import { commit } from '#crypto/commitment.ts'
import { transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { openJsonFor, openRequestKey } from '#data/keys/request-key.ts'
import { listLocalMail } from '#data/local-outbox.ts'
import { recordRecipientAnswer } from '#data/recipients/record-answer.ts'
import { answerRequest } from '#data/requests/answer.ts'
import { ensureSigningKey } from '#data/signing-keys/ensure.ts'
import { findPublicKeys } from '#data/signing-keys/find-public.ts'
import { NOW } from '#data/test-controller.ts'
import { keptFor, receiptStatements } from '#domain/certificate/receipt-wording.ts'
import { verifyCertificate } from '#domain/certificate/verify.ts'
import { publishedSchemas } from '#domain/published-schemas.ts'
import { dewi, siti } from '#prisma/demo/people.ts'
import { createShop } from '#prisma/demo/shop.ts'
import { instructRecipients } from './instruct-recipients.ts'
import { issueReceipt } from './issue-receipt.ts'
import { mailProcessingStopped } from './mail-processing-stopped.ts'
import { validate } from './package/test-package.ts'
import { runStop } from './run-task.ts'
import { newWithdrawal } from './test-withdrawal.ts'

let url = ''
beforeAll(async () => {
  await ensureSigningKey(NOW)
  const database = `receipts_${randomUUID().slice(0, 8)}`
  url = (await createShop(inject('databaseUrl'), { people: 12, orders: 60, database, role: database })).url
}, 60_000)

const receiptOf = ({ system, requestId }: Awaited<ReturnType<typeof newWithdrawal>>) =>
  transact(system, (tx) => tx.consentReceipt.findFirst({ where: { requestId }, orderBy: { issuedAt: 'desc' } }))

const NOTICE = 'https://toko.example/privasi'
const today = () => Temporal.Now.zonedDateTimeISO('Asia/Jakarta').toPlainDate().toString()

async function openedReceipt(request: Awaited<ReturnType<typeof newWithdrawal>>) {
  const verdict = await verifyCertificate((await receiptOf(request))?.jws ?? '', await findPublicKeys())
  if (verdict.status !== 'valid' || verdict.kind !== 'receipt') throw new Error(JSON.stringify(verdict))
  return verdict.receipt
}

test('once everything has stopped: one receipt that anybody can check, the request closed, the person told in time', async () => {
  const request = await newWithdrawal(url, { email: siti.email, purposes: ['all'] })
  await request.runOn(runStop, 'stop.planned')
  await request.runOn(instructRecipients, 'stops.finished')
  await Promise.allSettled(Array.from({ length: 8 }, () => request.runOn(issueReceipt, 'recipients.instructed')))
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
  const form = JSON.stringify(publishedSchemas['/schemas/evidence/1/consent-receipt.json'])
  expect(validate(form, JSON.parse(payload))).toEqual([])
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

test('it names the notice, how long data are kept and who got them: told after the stop, before the receipt', async () => {
  const request = await newWithdrawal(url, { email: siti.email, purposes: ['pemasaran', 'ulasan'] })
  const { system, controllerId, requestId } = request
  const theirs = { kind: 'processor', region: 'ID', receives: 'Alamat e-mail' }
  const { courier, stranger } = await transact(system, async (tx) => {
    await tx.controller.update({ where: { id: controllerId }, data: { noticeUrl: NOTICE, noticeVersion: '3.1' } })
    const { id: sourceId } = await tx.source.findFirstOrThrow({ where: { controllerId } })
    const add = (name: string, from: string) =>
      tx.recipient
        .create({
          data: {
            controllerId,
            name,
            contact: `${name.toLowerCase()}@mitra.example`,
            ...theirs,
            createdAt: toDate(NOW),
          },
        })
        .then(async ({ id: recipientId }) => {
          await tx.recipientSource.create({ data: { controllerId, recipientId, sourceId: from } })
          return recipientId
        })
    const other = await tx.source.create({
      data: {
        controllerId,
        key: 'lain',
        name: 'Lain',
        kind: 'manual',
        region: 'ID',
        backupDays: 0,
        sealedConnection: Buffer.of(),
        createdAt: toDate(NOW),
      },
    })
    return { courier: await add('Kurir', sourceId), stranger: await add('Asing', other.id) }
  })
  await request.runOn(runStop, 'stop.planned')
  await request.runOn(issueReceipt, 'stops.finished')
  expect(await receiptOf(request)).toBeNull()
  const forged = { id: randomUUID(), controllerId, requestId, jws: 'a.b.c', kid: 'k', sealedSalt: Buffer.of() }
  const forge = () => transact(system, (tx) => tx.consentReceipt.create({ data: { ...forged, issuedAt: toDate(NOW) } }))
  await expect(forge()).rejects.toThrow('told first')
  await request.runOn(instructRecipients, 'stops.finished')
  await request.runOn(instructRecipients, 'stops.finished')
  const told = await transact(system, (tx) => tx.instruction.findMany({ where: { requestId } }))
  expect(told.map(({ recipientId }) => recipientId)).toEqual([courier])
  expect(told.some(({ recipientId }) => recipientId === stranger)).toBe(false)
  const mail = (await listLocalMail()).filter(({ id }) => id.endsWith(courier))
  expect(mail).toHaveLength(1)
  await request.runOn(issueReceipt, 'recipients.instructed')

  const first = await openedReceipt(request)
  const record = first['dpv:hasRecordOfActivity']
  expect(record['dpv:hasNotice']).toEqual({
    '@type': 'dpv:PrivacyNotice',
    'dct:source': NOTICE,
    'dct:hasVersion': '3.1',
  })
  expect(record['dpv:hasProcess'].flatMap(keptFor)).not.toEqual([])
  expect(record['dpv:hasRecipient']).toMatchObject([
    {
      '@type': 'dpv:DataProcessor',
      'dct:title': 'Kurir',
      'dct:description': 'Alamat e-mail',
      'hakku:source': ['shop'],
    },
  ])
  expect(record['dpv:hasRecipient'][0]?.['hakku:event']).toHaveLength(1)
  expect(JSON.stringify(receiptStatements(first).provesNot)).toContain('Kurir')
  await request.runOn(mailProcessingStopped, 'receipt.issued')

  const said = await recordRecipientAnswer(
    request.staff('agent'),
    { reference: request.reference, recipientId: courier, answer: 'partly', answeredOn: today() },
    Temporal.Now.instant(),
  )
  expect(said.ok).toBe(true)
  await request.runOn(issueReceipt, 'recipient.answered')
  await request.runOn(issueReceipt, 'recipient.answered')
  const second = await openedReceipt(request)
  expect(second['dct:replaces']).toBe(first['@id'])
  expect(second['dpv:hasRecordOfActivity']['dpv:hasRecipient'][0]?.['hakku:event']).toMatchObject([
    { '@type': 'hakku:Instructed' },
    { '@type': 'hakku:Answered', 'hakku:answer': 'partly' },
  ])
  expect(JSON.stringify(receiptStatements(second).provesNot)).not.toContain('Kurir')
  await request.runOn(mailProcessingStopped, 'receipt.issued')
  expect(await transact(system, (tx) => tx.notice.count({ where: { requestId, kind: 'processing-stopped' } }))).toBe(1)
  expect(await transact(system, (tx) => tx.consentReceipt.count({ where: { requestId } }))).toBe(2)
}, 60_000)

test('what nobody recorded is left out: no notice, no recipients', async () => {
  const request = await newWithdrawal(url, { email: dewi.email, purposes: ['ulasan'] })
  await request.runOn(runStop, 'stop.planned')
  await request.runOn(instructRecipients, 'stops.finished')
  await request.runOn(issueReceipt, 'recipients.instructed')
  const record = (await openedReceipt(request))['dpv:hasRecordOfActivity']
  expect(record).not.toHaveProperty(['dpv:hasNotice'])
  expect(record['dpv:hasRecipient']).toEqual([])
}, 60_000)

test('a changed receipt, and one that claims to be a certificate, are refused', async () => {
  const request = await newWithdrawal(url, { email: dewi.email, purposes: ['ulasan'] })
  await request.runOn(runStop, 'stop.planned')
  await request.runOn(instructRecipients, 'stops.finished')
  await request.runOn(issueReceipt, 'recipients.instructed')
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
  await request.runOn(instructRecipients, 'stops.finished')
  await request.runOn(issueReceipt, 'recipients.instructed')
  expect(await receiptOf(request)).toBeNull()
  expect(await answer()).toMatchObject({ ok: true })
  await request.runOn(issueReceipt, 'answer.given')
  expect(await receiptOf(request)).toBeNull()
  await request.runOn(instructRecipients, 'answer.given')
  await request.runOn(issueReceipt, 'recipients.instructed')
  const verdict = await verifyCertificate((await receiptOf(request))?.jws ?? '', await findPublicKeys())
  if (verdict.status !== 'valid' || verdict.kind !== 'receipt') throw new Error(JSON.stringify(verdict))
  const processes = verdict.receipt['dpv:hasRecordOfActivity']['dpv:hasProcess']
  expect(processes.map((each) => each['hakku:proof'])).toEqual(['read_again', 'stated'])
  expect(JSON.stringify(verdict.receipt)).not.toContain('Dewi')
}, 60_000)
