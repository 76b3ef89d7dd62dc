import { randomUUID } from 'node:crypto'
import { solveChallenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2'
import { afterAll, expect, test } from 'vitest'
import { eight, later } from '#data/codes/test-request.ts'
import { transact } from '#data/db.ts'
import { closeCounters, countUse } from '#data/rate-limits/limiter.ts'
import { findReceipt } from '#data/requests/find-receipt.ts'
import { findSession } from '#data/subject-sessions/find.ts'
import { NOW, newController } from '#data/test-controller.ts'
import { answerDraft } from './answer.ts'
import { findDraft } from './find.ts'
import { newProof } from './proof.ts'
import { submitDraft } from './submit.ts'

afterAll(closeCounters)

const answers = (email = `siti.${randomUUID()}@example.id`) =>
  ({ right: 'access', requesterKind: 'subject', email, name: 'Siti Wahyuni', details: 'Semua pesanan' }) as const

async function filled(email?: string) {
  const test = await newController()
  const holder = { controllerId: test.controllerId, token: null }
  const given = answers(email)
  const answered = await answerDraft(holder, given, NOW)
  if (!answered.ok) throw new Error('not answered')
  const { token } = answered.value
  const sender = { ...holder, token, address: randomUUID(), locale: 'id' as const }
  const draft = await findDraft(test.controllerId, token, NOW)
  if (!draft) throw new Error('no draft')
  return { ...test, sender, token, draftId: draft.id, given }
}
const count = (test: Awaited<ReturnType<typeof newController>>) => transact(test.system, (tx) => tx.request.count())

test('keeps answers sealed for two hours, and only for its own portal', async () => {
  const { controllerId, token, system, given } = await filled()
  expect(await findDraft(controllerId, token, later(119))).toMatchObject({ content: { answers: given } })
  expect(await findDraft(controllerId, token, later(120))).toBeNull()
  expect(await findDraft(controllerId, `${token}x`, NOW)).toBeNull()
  expect(await findDraft((await newController()).controllerId, token, NOW)).toBeNull()
  const [row] = await transact(system, (tx) => tx.draft.findMany())
  expect(Buffer.from(row?.sealed ?? '').toString('latin1')).not.toContain('Siti')
  expect(row?.tokenHash).not.toContain(token)
})

test('what is typed after the two hours begins another draft and is kept', async () => {
  const { controllerId, token } = await filled()
  const late = await answerDraft({ controllerId, token }, { details: 'ditulis terlambat' }, later(121))
  expect(late).toMatchObject({ ok: true, value: { next: 'right', restarted: true } })
  if (!late.ok) return
  expect(await findDraft(controllerId, late.value.token, later(122))).toMatchObject({
    content: { answers: { details: 'ditulis terlambat' } },
  })
})

test('files once, forgets the answers, and shows the same receipt to a second press', async () => {
  const test = await filled()
  const results = await eight(() => submitDraft(test.sender, {}, later(1)))
  // Each press counts, so some of eight may be refused; those that are not all saw one request.
  const references = results.flatMap((result) => (result.ok ? [result.value.reference] : []))
  expect(new Set(references).size).toBe(1)
  expect(await submitDraft(test.sender, {}, later(2))).toMatchObject({ value: { reference: references[0] } })
  expect(await count(test)).toBe(1)
  expect(await findDraft(test.controllerId, test.token, later(2))).toMatchObject({
    content: { state: 'filed', reference: references[0] },
  })
  const first = results.find((result) => result.ok)
  if (!first?.ok) throw new Error('not filed')
  const session = await findSession(first.value.sessionToken, later(60))
  expect(session).toMatchObject({ level: 'receipt' })
  const receipt = session && (await findReceipt(session))
  expect(receipt).toMatchObject({ reference: references[0], right: 'access', isVerified: false })
  expect(receipt?.contact).toMatch(/^s•+@e•+\.id$/)
})

test('refuses without a draft, with half a draft, and from another portal', async () => {
  const { sender } = await filled()
  const other = await newController()
  expect(await submitDraft({ ...sender, token: null }, {}, NOW)).toEqual({ ok: false, reason: 'draft_gone' })
  expect(await submitDraft({ ...sender, controllerId: other.controllerId }, {}, NOW)).toMatchObject({
    reason: 'draft_gone',
  })
  const half = await answerDraft({ controllerId: other.controllerId, token: null }, { right: 'erasure' }, NOW)
  if (!half.ok) throw new Error('not answered')
  const asSender = { ...sender, controllerId: other.controllerId, token: half.value.token }
  expect(await submitDraft(asSender, {}, NOW)).toEqual({ ok: false, reason: 'incomplete' })
})

test('near the limit it asks for work or a wait, of this draft only; at the limit it refuses', async () => {
  const test = await filled()
  const { sender, draftId, controllerId } = test
  const contact = `${controllerId}/${test.given.email}`
  for (let used = 0; used < 3; used++) await countUse('intake_contact', contact)
  expect(await submitDraft(sender, {}, NOW)).toEqual({ ok: false, reason: 'proof_needed' })

  const foreign = await newProof(randomUUID(), NOW)
  expect(await submitDraft(sender, foreign, later(1))).toMatchObject({ reason: 'proof_needed' })
  const own = await newProof(draftId, NOW)
  expect(await submitDraft(sender, { waited: own.waited }, NOW.add({ seconds: 5 }))).toMatchObject({ ok: false })
  const earlier = own.waited.replace(/\.\d+\./, `.${NOW.epochMilliseconds - 60_000}.`)
  expect(await submitDraft(sender, { waited: earlier }, NOW)).toMatchObject({ reason: 'proof_needed' })
  expect(await submitDraft(sender, { solved: '{"challenge":1}' }, NOW)).toMatchObject({ reason: 'proof_needed' })
  expect(await count(test)).toBe(0)
  expect(await submitDraft(sender, { waited: own.waited }, NOW.add({ seconds: 21 }))).toMatchObject({ ok: true })

  const next = await filled(test.given.email)
  const sameContact = `${next.controllerId}/${test.given.email}`
  for (let used = 0; used < 5; used++) await countUse('intake_contact', sameContact)
  expect(await submitDraft(next.sender, {}, NOW)).toEqual({ ok: false, reason: 'too_many_requests' })
})

test('accepts solved work, once and for the draft it names', async () => {
  const { sender, draftId, controllerId, given } = await filled()
  for (let used = 0; used < 3; used++) await countUse('intake_contact', `${controllerId}/${given.email}`)
  const { Temporal } = await import('temporal-polyfill')
  const now = Temporal.Now.instant() // the library compares the challenge's end with the real time
  const draftNow = NOW.add({ minutes: 1 })
  const challenge = JSON.parse((await newProof(draftId, now)).challenge)
  const solution = await solveChallenge({ challenge, deriveKey })
  const solved = JSON.stringify({ challenge, solution })
  const altered = JSON.stringify({ challenge: { ...challenge, signature: '00' }, solution })
  expect(await submitDraft(sender, { solved: altered }, draftNow)).toMatchObject({ reason: 'proof_needed' })
  const other = await answerDraft({ controllerId, token: null }, given, NOW)
  if (!other.ok) throw new Error('not answered')
  const replay = await submitDraft({ ...sender, token: other.value.token }, { solved }, draftNow)
  expect(replay).toMatchObject({ reason: 'proof_needed' })
  expect(await submitDraft(sender, { solved }, draftNow)).toMatchObject({ ok: true })
})
