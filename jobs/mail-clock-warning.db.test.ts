import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { newRequest } from '#data/codes/test-request.ts'
import { transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { listLocalMail } from '#data/local-outbox.ts'
import { record } from '#data/record.ts'
import { NOW, newController } from '#data/test-controller.ts'
import { chooseLanguage } from '#data/users/choose-language.ts'
import { createUser } from '#data/users/create.ts'
import type { StaffRole } from '#domain/actor.ts'
import { mailClockWarning } from './mail-clock-warning.ts'

/** A request of a customer whose team works for the operator, and an event about its 72 hours. */
async function warned() {
  const operator = await newController()
  const request = await newRequest()
  const { controllerId, requestId, system } = request
  const join = async (role: StaffRole, email = `${randomUUID()}@team.example`) => {
    const person = { email, name: 'Team', role, password: null }
    const made = await createUser(operator.system, { ...person, controllerIds: [controllerId] }, NOW)
    if (!made.ok) throw new Error(made.reason)
    return made.value.userId
  }
  const warn = async (mark: string | null, times = 2) => {
    const clock = await transact(system, (tx) =>
      tx.clock.findFirstOrThrow({ where: { requestId, clockId: 'ID-UU-32' } }),
    )
    const fact = { clockId: clock.clockId, dueAt: clock.dueAt.toISOString() }
    const event =
      mark === null
        ? { type: 'clock.breached' as const, ...fact, cause: 'collecting' as const }
        : { type: 'clock.neared' as const, ...fact, mark }
    const eventId = await transact(system, (tx) => record(tx, system, { controllerId, requestId }, event, NOW))
    const context = { now: () => NOW, attempt: 1, signal: new AbortController().signal }
    for (let time = 0; time < times; time += 1)
      await mailClockWarning.run({ eventId, controllerId, requestId }, context)
    const told = await transact(system, (tx) => tx.notice.findMany({ where: { eventId } }))
    return told.map(({ kind }) => kind.replace('clock-warning.', '')).sort()
  }
  const assign = (assigneeId: string) =>
    transact(system, (tx) => tx.request.update({ where: { id: requestId }, data: { assigneeId } }))
  const setClock = (state: string) =>
    transact(system, (tx) =>
      tx.clock.updateMany({
        where: { requestId, clockId: 'ID-UU-32' },
        data: { state, endedAt: toDate(NOW), breachCause: state === 'breached' ? 'collecting' : null },
      }),
    )
  return { operator, join, warn, assign, setClock }
}

test('without an owner everybody who may take it is told once, the operator’s people too; others are not', async () => {
  const { join, warn } = await warned()
  const team = [await join('agent'), await join('reviewer'), await join('lead')]
  await join('auditor')
  await join('admin')
  expect(await warn('50%')).toEqual(team.sort())
})

test('the owner alone is told at half, the lead too at nine tenths', async () => {
  const { join, warn, assign } = await warned()
  const [owner, lead] = [await join('agent'), await join('lead')]
  await join('agent')
  await assign(owner)
  expect(await warn('50%')).toEqual([owner])
  expect(await warn('90%')).toEqual([owner, lead].sort())
})

test('each of the team is told in the language they read the desk in', async () => {
  const { operator, join, warn } = await warned()
  const [indonesian, english] = [`${randomUUID()}@team.example`, `${randomUUID()}@team.example`]
  await join('agent', indonesian)
  await chooseLanguage(operator.staff('agent', await join('agent', english)), { locale: 'en' })
  await warn('50%')
  const mails = await listLocalMail()
  const textTo = (email: string) => mails.find(({ to }) => to === email)?.text
  expect(textTo(indonesian)).toContain('UU PDP pasal 32')
  expect(textTo(english)).toContain('UU PDP art. 32')
})

test('a missed deadline is told to owner and lead', async () => {
  const { join, warn, assign, setClock } = await warned()
  const [owner, lead] = [await join('agent'), await join('lead')]
  await assign(owner)
  await setClock('breached')
  expect(await warn(null)).toEqual([owner, lead].sort())
})

test('a deadline that was met in the meantime is told to nobody', async () => {
  const { join, warn, setClock } = await warned()
  await join('agent')
  await setClock('met')
  expect(await warn('75%')).toEqual([])
})

test('somebody else’s team is not told', async () => {
  const { warn } = await warned()
  const stranger = await newController()
  await createUser(
    stranger.system,
    { email: `${randomUUID()}@team.example`, name: 'Other', role: 'lead', password: null },
    NOW,
  )
  expect(await warn('90%')).toEqual([])
})
