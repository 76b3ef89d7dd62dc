import { expect, test } from 'vitest'
import { eight, later } from '#data/codes/test-request.ts'
import { transact } from '#data/db.ts'
import { reconnectSource } from '#data/sources/reconnect.ts'
import { newController } from '#data/test-controller.ts'
import { fireTimer } from '#data/timers/fire.ts'
import type { StaffActor } from '#data/users/find-colleague.ts'
import type { Actor } from '#domain/actor.ts'
import type { ManualConnection } from '#domain/connection.ts'
import { ManualAnswer } from '#domain/manual-task.ts'
import { CollectOutcome } from '#domain/outcome.ts'
import { answerPersonTask, openPersonTask } from './answer-person.ts'
import { askPerson } from './ask-person.ts'
import { addDocument, removeDocument } from './documents.ts'
import { findPersonNotice } from './find-person-notice.ts'
import { findPersonTask, listPersonTasks } from './find-person-task.ts'
import { findRespondent, linkToken, openLink, sendNewLink } from './link.ts'
import { readTaskDocument } from './read-document.ts'
import { newAsked } from './test-inquiry.ts'

const OUTSIDER = { outsider: 'Arsiparis', email: 'arsip@kurir.example', locale: 'id' } as const
const FILE = { name: 'kartu.txt', mediaType: 'text/plain', bytes: new TextEncoder().encode('nama: Siti') }
const NOTE = 'Dicari di lemari arsip A sampai C'

/** A request whose task waits for a person: a colleague, or somebody outside. */
async function newTask(who: 'colleague' | 'outsider' = 'colleague') {
  const asked = await newAsked('access', 'manual')
  const agent = asked.staff('agent')
  await transact(asked.system, async (tx) => {
    await tx.inquiry.updateMany({ where: { id: asked.inquiryId }, data: { state: 'cancelled' } })
    await tx.timer.updateMany({ where: { requestId: asked.requestId }, data: { doneAt: new Date() } })
  })
  const person = who === 'colleague' ? { userId: agent.userId } : OUTSIDER
  const connection: ManualConnection = { person, instructions: 'Lemari A', answerHours: 24 }
  await reconnectSource(asked.system, { key: 'crm', connection })
  const ask = () => askPerson(asked.system, { taskId: asked.taskId, requestId: asked.requestId, connection }, later(0))
  await ask()
  const inquiry = () =>
    transact(asked.system, (tx) =>
      tx.inquiry.findFirstOrThrow({ where: { taskId: asked.taskId, kind: 'manual', state: { not: 'cancelled' } } }),
    )
  const { id } = await inquiry()
  const token = async () => transact(asked.system, async (tx) => linkToken(tx, await inquiry()))
  return { ...asked, agent, inquiryId: id, inquiry, ask, token }
}

const answer = (inquiryId: string, more: object) => ManualAnswer.parse({ inquiryId, note: NOTE, ...more })

test('a person gets the task once, however often the worker asks; the task waits', async () => {
  const task = await newTask()
  await eight(task.ask)
  expect(await transact(task.system, (tx) => tx.inquiry.count({ where: { state: 'asked' } }))).toBe(1)
  expect((await task.task()).state).toBe('asked')
  expect(await listPersonTasks(task.agent)).toMatchObject([{ id: task.inquiryId, isMine: true, action: 'collect' }])
  expect(await listPersonTasks((await newController()).staff('lead'))).toEqual([])
})

test('whom it is about is shown after an opening that is recorded, and only for a while', async () => {
  const task = await newTask()
  expect(await findPersonTask(task.agent, task.inquiryId, later(1))).toMatchObject({
    person: null,
    instructions: 'Lemari A',
  })
  expect(await openPersonTask(task.agent, { inquiryId: task.inquiryId }, later(2))).toMatchObject({ ok: true })
  expect((await findPersonTask(task.agent, task.inquiryId, later(3)))?.person?.email).toMatch(/@/)
  expect((await findPersonTask(task.agent, task.inquiryId, later(60)))?.person).toBeNull()
  expect((await task.events()).filter((type) => type === 'inquiry.opened')).toHaveLength(1)
})

test('records and documents become findings, the note is sealed, the request goes to review', async () => {
  const task = await newTask()
  expect(await addDocument(task.agent, { inquiryId: task.inquiryId, file: FILE }, later(1))).toMatchObject({ ok: true })
  const held = answer(task.inquiryId, { result: 'held', items: 'Kartu 12: alamat lama\n\n  Kartu 13' })
  const answers = await eight(() => answerPersonTask(task.agent, held, later(2)))
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  expect(await task.findings()).toMatchObject([{ collection: 'records', rows: 3 }])
  expect(CollectOutcome.parse((await task.task()).outcome).rows).toBe(3)
  expect((await task.request()).status).toBe('reviewing')
  const { sealedNote } = await task.inquiry()
  expect(Buffer.from(sealedNote ?? []).includes('lemari')).toBe(false)
})

test('how a person knows is read by the team once they open the answer, with what was added; by nobody else', async () => {
  const task = await newTask('outsider')
  const opened = await openLink({}, { inquiryId: task.inquiryId, token: await task.token() }, later(1))
  const outsider = opened.ok ? await findRespondent(opened.value.session, later(1)) : null
  if (!outsider) throw new Error('the link did not open')
  await addDocument(outsider, { inquiryId: task.inquiryId, file: FILE }, later(1))
  await answerPersonTask(outsider, answer(task.inquiryId, { result: 'held', items: 'Kartu 12' }), later(2))
  const { inquiryId } = task
  const seenBy = (actor: Actor) => findPersonTask(actor, inquiryId, later(4))
  const documentId = (await seenBy(task.agent))?.documents[0]?.id ?? ''
  const read = (actor: StaffActor) => readTaskDocument(actor, { inquiryId, documentId }, later(4))
  expect(await seenBy(task.agent)).toMatchObject({ note: null, person: null })
  expect(await read(task.agent)).toBeNull()
  await openPersonTask(task.agent, { inquiryId }, later(3))
  expect(await seenBy(task.agent)).toMatchObject({ note: NOTE, changes: [], person: { email: expect.any(String) } })
  expect((await read(task.agent))?.bytes.toString()).toBe('nama: Siti')
  expect(await seenBy(outsider)).toMatchObject({ note: null, person: null })
  const stranger = (await newController()).staff('lead')
  expect([await seenBy(stranger), await read(stranger), await read(task.staff('auditor'))]).toEqual([null, null, null])
})

test('nothing held is an answer too; what contradicts itself is refused with the field', async () => {
  const task = await newTask()
  expect(await answerPersonTask(task.agent, answer(task.inquiryId, { result: 'held' }), later(1))).toEqual({
    ok: false,
    reason: 'items_missing',
  })
  expect(await answerPersonTask(task.agent, answer(task.inquiryId, { result: 'done' }), later(1))).toEqual({
    ok: false,
    reason: 'wrong_result',
  })
  await addDocument(task.agent, { inquiryId: task.inquiryId, file: FILE }, later(1))
  expect(await answerPersonTask(task.agent, answer(task.inquiryId, { result: 'nothing' }), later(1))).toEqual({
    ok: false,
    reason: 'wrong_result',
  })
  const [document] = (await findPersonTask(task.agent, task.inquiryId, later(1)))?.documents ?? []
  expect(document?.name).toBe('kartu.txt')
  expect(
    await removeDocument(task.agent, { inquiryId: task.inquiryId, documentId: document?.id ?? '' }, later(1)),
  ).toMatchObject({ ok: true })
  expect(await answerPersonTask(task.agent, answer(task.inquiryId, { result: 'nothing' }), later(2))).toMatchObject({
    ok: true,
  })
  expect(await task.findings()).toEqual([])
  expect(await addDocument(task.agent, { inquiryId: task.inquiryId, file: FILE }, later(3))).toEqual({
    ok: false,
    reason: 'not_open',
  })
})

test('a link opens once of eight; its session sees this task only, and is worth nothing when changed or old', async () => {
  const [task, other] = [await newTask('outsider'), await newTask('outsider')]
  const token = await task.token()
  const opened = await eight(() => openLink({}, { inquiryId: task.inquiryId, token }, later(1)))
  const sessions = opened.flatMap((one) => (one.ok ? [one.value.session] : []))
  expect(sessions).toHaveLength(1)
  const [session = ''] = sessions
  const actor = await findRespondent(session, later(2))
  expect(actor).toMatchObject({ kind: 'respondent', inquiryId: task.inquiryId })
  if (!actor) throw new Error('no session')
  expect((await findPersonTask(actor, task.inquiryId, later(2)))?.person?.email).toMatch(/@/)
  expect(await findPersonTask(actor, other.inquiryId, later(2))).toBeNull()
  expect(await findRespondent(session.replace(task.inquiryId, other.inquiryId), later(2))).toBeNull()
  expect(await findRespondent(session, later(8 * 60 + 2))).toBeNull()
  expect(await openLink({}, { inquiryId: other.inquiryId, token }, later(3))).toEqual({
    ok: false,
    reason: 'link_used',
  })
  expect(await answerPersonTask(actor, answer(other.inquiryId, { result: 'nothing' }), later(3))).toEqual({
    ok: false,
    reason: 'not_found',
  })
  expect(await answerPersonTask(actor, answer(task.inquiryId, { result: 'nothing' }), later(3))).toMatchObject({
    ok: true,
  })
  expect((await findPersonTask(actor, task.inquiryId, later(4)))?.person).toBeNull()
})

test('a new link goes to the address on record, at most every ten minutes, and makes the old one worthless', async () => {
  const task = await newTask('outsider')
  const first = await task.token()
  await sendNewLink({}, { inquiryId: task.inquiryId }, later(5))
  expect(await task.token()).toBe(first)
  await eight(() => sendNewLink({}, { inquiryId: task.inquiryId }, later(11)))
  expect((await task.events()).filter((type) => type === 'inquiry.reminded')).toHaveLength(1)
  expect(await openLink({}, { inquiryId: task.inquiryId, token: first }, later(12))).toEqual({
    ok: false,
    reason: 'link_used',
  })
  expect(await openLink({}, { inquiryId: task.inquiryId, token: await task.token() }, later(12))).toMatchObject({
    ok: true,
  })
  expect(await sendNewLink({}, { inquiryId: '00000000-0000-4000-8000-000000000000' }, later(12))).toMatchObject({
    ok: true,
  })
})

test('whoever stays silent is reminded at half and nine tenths of the time; at its end the leads hear too', async () => {
  const task = await newTask('outsider')
  const timers = await transact(task.system, (tx) =>
    tx.timer.findMany({
      where: { requestId: task.requestId, kind: 'remind_inquiry', doneAt: null },
      orderBy: { dueAt: 'asc' },
    }),
  )
  expect(timers).toHaveLength(3)
  const notices = []
  for (const [index, hours] of [12, 21.6, 24].entries()) {
    const timer = timers[index]
    if (!timer) throw new Error('no timer')
    await eight(() => fireTimer(timer, later(hours * 60)))
    const event = await transact(task.system, (tx) =>
      tx.event.findFirstOrThrow({ where: { requestId: task.requestId }, orderBy: { seq: 'desc' } }),
    )
    notices.push(await findPersonNotice(task.system, event.id))
  }
  expect(notices.map((notice) => notice?.mark)).toEqual(['half', 'soon', 'over'])
  expect(notices.map((notice) => notice?.readers[0]?.email)).toEqual(Array(3).fill(OUTSIDER.email))
  expect(notices[0]?.readers[0]?.path).not.toBe(notices[1]?.readers[0]?.path)
  expect((await task.task()).state).toBe('asked')
})
