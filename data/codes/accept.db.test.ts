import { afterAll, expect, test } from 'vitest'
import { transact } from '#data/db.ts'
import { closeCounters } from '#data/rate-limits/limiter.ts'
import { withdrawRequest } from '#data/requests/withdraw.ts'
import { findSession } from '#data/subject-sessions/find.ts'
import { newController } from '#data/test-controller.ts'
import { acceptCode, acceptDownloadCode } from './accept.ts'
import { askCode, askDownloadCode } from './ask.ts'
import { eight, later, newRequest } from './test-request.ts'

afterAll(closeCounters)

const refused = { ok: false, reason: 'code_not_accepted' }
const otherThan = (code: string) => (code === '000000' ? '000001' : '000000')

async function asked() {
  const test = await newRequest()
  await askCode(test, test, later(1))
  return { ...test, digits: await test.code() }
}

test('the first accepted code proves the contact, calls the timers off and opens the page for half an hour', async () => {
  const { address, reference, digits, request, timers, events, codes, requestId } = await asked()
  const accepted = await acceptCode({ address }, { reference, code: digits }, later(2))
  if (!accepted.ok) throw new Error(accepted.reason)
  expect(await request()).toMatchObject({ status: 'collecting', assurance: 'contact_code', version: 2 })
  const waiting = (await timers()).filter(({ doneAt }) => doneAt === null).map(({ kind }) => kind)
  expect(waiting.filter((kind) => kind === 'remind_unverified' || kind === 'lapse')).toEqual([])
  expect(await codes()).toMatchObject([{ sealedCode: null, tries: 1 }])
  expect(await events()).toEqual(['request.received', 'code.asked', 'code.accepted', 'identity.proved'])
  const token = accepted.value.sessionToken
  expect(await findSession(token, later(31))).toMatchObject({ requestId, reference, level: 'status' })
  expect(await findSession(token, later(32))).toBeNull()
  expect(await findSession(`${token}x`, later(3))).toBeNull()
})

test('a second code opens the page and proves nothing again', async () => {
  const { address, reference, digits, code, events } = await asked()
  await acceptCode({ address }, { reference, code: digits }, later(2))
  await askCode({ address }, { reference }, later(5))
  expect(await acceptCode({ address }, { reference, code: await code() }, later(6))).toMatchObject({ ok: true })
  expect((await events()).filter((type) => type === 'identity.proved')).toHaveLength(1)
})

test('wrong, used, expired, superseded, tried too often and unknown are one answer', async () => {
  const { address, reference, digits, codes, code } = await asked()
  const enter = (typed: string, minute: number, of = reference) =>
    acceptCode({ address }, { reference: of, code: typed }, later(minute))
  expect(await enter(otherThan(digits), 2)).toEqual(refused)
  expect(await enter(digits, 2, 'HK-0000-0000')).toEqual(refused)
  expect(await enter(digits, 11)).toEqual(refused)
  await askCode({ address }, { reference }, later(3))
  const second = await code()
  if (second !== digits) expect(await enter(digits, 4)).toEqual(refused)
  expect(await enter(second, 4)).toMatchObject({ ok: true })
  expect(await enter(second, 4)).toEqual(refused)
  expect((await codes()).every(({ tries }) => tries <= 2)).toBe(true)
})

test('five tries, even when eight come at once; then the right code is too late', async () => {
  const { address, reference, digits, codes, events } = await asked()
  const results = await eight(() => acceptCode({ address }, { reference, code: otherThan(digits) }, later(2)))
  expect(results.every((result) => !result.ok)).toBe(true)
  expect(await codes()).toMatchObject([{ tries: 5, usedAt: null }])
  expect(await acceptCode({ address }, { reference, code: digits }, later(2))).toEqual(refused)
  expect((await events()).filter((type) => type === 'code.failed')).toHaveLength(5)
})

test('of eight who enter the right code at once, one comes in', async () => {
  const { address, reference, digits, request, events } = await asked()
  const results = await eight(() => acceptCode({ address }, { reference, code: digits }, later(2)))
  expect(results.filter(({ ok }) => ok)).toHaveLength(1)
  expect((await request()).version).toBe(2)
  expect((await events()).filter((type) => type === 'identity.proved')).toHaveLength(1)
})

test('reopens a lapsed request, and leaves a withdrawn one closed', async () => {
  const lapsed = await asked()
  await transact(lapsed.system, (tx) =>
    tx.request.update({ where: { id: lapsed.requestId }, data: { status: 'lapsed', closedAt: new Date() } }),
  )
  await acceptCode(lapsed, { reference: lapsed.reference, code: lapsed.digits }, later(2))
  expect(await lapsed.request()).toMatchObject({ status: 'collecting', closedAt: null })
  expect(await lapsed.events()).toEqual(
    expect.arrayContaining(['code.accepted', 'request.reopened', 'identity.proved']),
  )

  const withdrawn = await asked()
  await withdrawRequest(withdrawn.subject, {}, later(1))
  expect(
    await acceptCode(withdrawn, { reference: withdrawn.reference, code: withdrawn.digits }, later(2)),
  ).toMatchObject({ ok: true })
  expect(await withdrawn.request()).toMatchObject({ status: 'withdrawn', verifiedAt: null })
})

test('a code for the status page does not open the package, nor the other way round', async () => {
  const { address, reference, subject, digits, code } = await asked()
  expect(await acceptDownloadCode(subject, { code: digits }, later(2))).toEqual(refused)
  await askDownloadCode(subject, {}, later(3))
  const fresh = await code()
  expect(await acceptCode({ address }, { reference, code: fresh }, later(4))).toEqual(refused)
  const accepted = await acceptDownloadCode(subject, { code: fresh }, later(4))
  if (!accepted.ok) throw new Error(accepted.reason)
  expect(await findSession(accepted.value.sessionToken, later(8))).toMatchObject({ level: 'download' })
  expect(await findSession(accepted.value.sessionToken, later(9))).toBeNull()
})

test('another controller cannot use it', async () => {
  const { subject, code } = await newRequest()
  await askDownloadCode(subject, {}, later(1))
  const other = await newController()
  const foreign = { ...subject, controllerId: other.controllerId }
  expect(await acceptDownloadCode(foreign, { code: await code() }, later(2))).toEqual(refused)
})
