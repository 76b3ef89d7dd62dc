import { expect, test } from 'vitest'
import { eight, later, newRequest } from '#data/codes/test-request.ts'
import { transact } from '#data/db.ts'
import { NOW, newController } from '#data/test-controller.ts'
import { askSubject } from './ask.ts'
import { listQuestions } from './list.ts'
import { replyToQuestion } from './reply.ts'

const words = { about: 'clarification', question: 'Toko mana yang Anda maksud?' } as const

async function asked() {
  const home = await newRequest()
  const { controllerId, requestId } = home
  const staff = (role: 'agent' | 'auditor' | 'admin') =>
    ({ kind: 'staff', controllerId, userId: requestId, role, controllerIds: [] }) as const
  const pinned = async () => {
    const { reference, version } = await home.request()
    return { reference, version, ...words }
  }
  const list = () => transact(home.system, (tx) => listQuestions(tx, { controllerId, id: requestId }))
  return { ...home, staff, pinned, list }
}

test('a question and its answer are sealed, are events, and are read by both', async () => {
  const { staff, pinned, subject, list, events, system, requestId } = await asked()
  expect(await askSubject(staff('agent'), await pinned(), later(5))).toEqual({ ok: true, value: null })
  expect(await replyToQuestion(subject, { reply: 'Toko di Bandung' }, later(10))).toEqual({ ok: true, value: null })
  expect(await list()).toMatchObject([{ ...words, reply: 'Toko di Bandung' }])
  expect(await events()).toEqual(['request.received', 'question.asked', 'question.answered'])
  const row = await transact(system, (tx) => tx.question.findFirstOrThrow({ where: { requestId } }))
  expect(Buffer.from(row.sealedQuestion).toString('latin1')).not.toContain('Toko')
  expect(Buffer.from(row.sealedAnswer ?? '').toString('latin1')).not.toContain('Bandung')
})

test('of eight who ask at once one asks, of eight answers one counts', async () => {
  const { staff, pinned, subject, events } = await asked()
  const input = await pinned()
  const asks = await eight(() => askSubject(staff('agent'), input, later(5)))
  expect(asks.filter(({ ok }) => ok)).toHaveLength(1)
  const replies = await eight(() => replyToQuestion(subject, { reply: 'Ya' }, later(10)))
  expect(replies.filter(({ ok }) => ok)).toHaveLength(1)
  expect((await events()).filter((type) => type.startsWith('question.'))).toEqual([
    'question.asked',
    'question.answered',
  ])
})

test('refusals: a second question, a request that is over, nothing to answer, somebody who may not', async () => {
  const { staff, pinned, subject, system, requestId } = await asked()
  expect(await replyToQuestion(subject, { reply: 'Ya' }, NOW)).toEqual({ ok: false, reason: 'nothing_asked' })
  expect(await askSubject(staff('auditor'), await pinned(), NOW)).toEqual({ ok: false, reason: 'not_allowed' })
  expect((await askSubject(staff('agent'), await pinned(), NOW)).ok).toBe(true)
  expect(await askSubject(staff('agent'), await pinned(), NOW)).toEqual({ ok: false, reason: 'already_asked' })
  await transact(system, (tx) => tx.request.update({ where: { id: requestId }, data: { status: 'withdrawn' } }))
  expect(await askSubject(staff('agent'), await pinned(), NOW)).toEqual({ ok: false, reason: 'already_closed' })
})

test('another controller sees nothing', async () => {
  const { staff, pinned, subject } = await asked()
  const other = await newController()
  expect(await askSubject(other.staff('lead'), await pinned(), NOW)).toEqual({ ok: false, reason: 'not_found' })
  await askSubject(staff('agent'), await pinned(), NOW)
  const stranger = { ...subject, controllerId: other.controllerId }
  expect(await replyToQuestion(stranger, { reply: 'Ya' }, NOW)).toEqual({ ok: false, reason: 'nothing_asked' })
})
