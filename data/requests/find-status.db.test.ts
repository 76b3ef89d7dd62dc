import { afterAll, expect, test } from 'vitest'
import { acceptCode } from '#data/codes/accept.ts'
import { askCode } from '#data/codes/ask.ts'
import { later, newRequest } from '#data/codes/test-request.ts'
import { transact } from '#data/db.ts'
import { openRequestKey, sealJsonFor } from '#data/keys/request-key.ts'
import { closeCounters } from '#data/rate-limits/limiter.ts'
import { findSession } from '#data/subject-sessions/find.ts'
import { leave } from '#data/subject-sessions/leave.ts'
import { newController } from '#data/test-controller.ts'
import { findStatus } from './find-status.ts'

afterAll(closeCounters)

test('shows where the request stands, its clocks, and who did what', async () => {
  const test = await newRequest()
  await askCode(test, test, later(1))
  await acceptCode(test, { reference: test.reference, code: await test.code() }, later(2))
  const status = await findStatus(test.subject)
  expect(status).toMatchObject({ reference: test.reference, right: 'access', status: 'collecting', refusal: null })
  expect(status?.clocks.map(({ clockId }) => clockId)).toContain('ID-UU-32')
  expect(status?.moments.map(({ event, by }) => `${event.type} by ${by}`)).toEqual([
    'request.received by you',
    'code.asked by you',
    'code.accepted by you',
    'identity.proved by you',
  ])
})

test('opens the words of a refusal, and none once the request was shredded', async () => {
  const { subject, system, requestId, controllerId } = await newRequest()
  const owner = { controllerId, id: requestId }
  await transact(system, async (tx) => {
    const key = await openRequestKey(tx, owner)
    if (!key) throw new Error('no key')
    const sealedRefusal = await sealJsonFor(key, owner, 'refusal', { explanation: 'Masih ada sengketa.' })
    const data = { status: 'refused', refusalCode: 'exempt', refusalArticle: 'UU PDP pasal 15', sealedRefusal }
    await tx.request.update({ where: { id: requestId }, data })
  })
  const refused = { code: 'exempt', article: 'UU PDP pasal 15', words: 'Masih ada sengketa.' }
  expect(await findStatus(subject)).toMatchObject({ refusal: refused })
  await transact(system, (tx) => tx.requestKey.delete({ where: { requestId } }))
  expect(await findStatus(subject)).toMatchObject({ refusal: { ...refused, words: null } })
})

test('shows nothing to another controller', async () => {
  const { subject } = await newRequest()
  const { controllerId } = await newController()
  expect(await findStatus({ ...subject, controllerId })).toBeNull()
})

test('leaving ends every session of this request and of no other', async () => {
  const controller = await newController()
  const enter = async () => {
    const test = await newRequest({}, controller)
    await askCode(test, test, later(1))
    const accepted = await acceptCode(test, { reference: test.reference, code: await test.code() }, later(2))
    if (!accepted.ok) throw new Error(accepted.reason)
    return { ...test, token: accepted.value.sessionToken }
  }
  const [mine, other] = [await enter(), await enter()]
  await leave(mine.subject, {}, later(3))
  expect(await findSession(mine.token, later(4))).toBeNull()
  expect(await findSession(other.token, later(4))).toMatchObject({ reference: other.reference })
})
