import type { Temporal } from 'temporal-polyfill'
import type { Tx } from '#data/db.ts'
import { toInstant } from '#data/instant.ts'
import { openJsonFor, openRequestKey } from '#data/keys/request-key.ts'
import type { StaffActor } from '#data/users/find-colleague.ts'
import { may } from '#domain/actor.ts'
import { carriedOutBy, isDoneByHand } from '#domain/by-hand.ts'
import { maskName } from '#domain/contact.ts'
import { RequestDetails } from '#domain/filing.ts'
import type { Right, Status } from '#domain/request.ts'

export type QueueClock = {
  clockId: string
  startAt: Temporal.Instant
  dueAt: Temporal.Instant
}

export type QueueRow = {
  reference: string
  version: number
  right: Right
  status: Status
  requesterKind: string
  isAppeal: boolean
  controllerName: string
  /** the controller's IANA zone */
  zone: string
  /** first letters only; null: this person may not see it, or it was shredded */
  maskedName: string | null
  isProved: boolean
  contactOnFile: boolean | null
  isSubmitted: boolean
  sources: { done: number; failed: number; total: number }
  /** the clock that binds; null once answered, and while every clock that binds waits */
  clock: QueueClock | null
  isWaiting: boolean
  /** the subject has not answered a question yet */
  isAsked: boolean
  /** a person of the team carries it out, or what is left of it */
  isByHand: boolean
  receivedAt: Temporal.Instant
  acknowledgedAt: Temporal.Instant | null
  /** the day of receipt ended without an acknowledgement */
  isAcknowledgedLate: boolean
  owner: string | null
}

const SELECT = {
  id: true,
  controllerId: true,
  reference: true,
  version: true,
  right: true,
  status: true,
  requesterKind: true,
  previousId: true,
  sealed: true,
  verifiedAt: true,
  contactOnFile: true,
  submittedBy: true,
  assigneeId: true,
  receivedAt: true,
  acknowledgedAt: true,
  nextClockId: true,
  controller: { select: { name: true, zone: true } },
  clocks: {
    where: { state: { not: 'superseded' } },
    select: { clockId: true, startAt: true, dueAt: true, state: true },
  },
  questions: { where: { answeredAt: null }, select: { id: true } },
  tasks: { select: { purpose: true, state: true } },
} as const

/** Rows in the order of their ids; a fixed number of queries however many they are. */
export async function loadRows(tx: Tx, actor: StaffActor, ids: readonly string[]): Promise<QueueRow[]> {
  const found = await tx.request.findMany({ where: { id: { in: [...ids] } }, select: SELECT })
  const owners = await namesOf(
    tx,
    found.flatMap(({ assigneeId }) => assigneeId ?? []),
  )
  const masked = await Promise.all(found.map((request) => maskedName(tx, actor, request)))
  const rows = found.map((request, index): [string, QueueRow] => [
    request.id,
    {
      reference: request.reference,
      version: request.version,
      right: request.right as Right,
      status: request.status as Status,
      requesterKind: request.requesterKind,
      isAppeal: request.previousId !== null,
      controllerName: request.controller.name,
      zone: request.controller.zone,
      maskedName: masked[index] ?? null,
      isProved: request.verifiedAt !== null,
      contactOnFile: request.contactOnFile,
      isSubmitted: request.submittedBy !== null,
      sources: countSources(request.tasks, request),
      isByHand: isByHand(request.tasks, request),
      clock: clockOf(request.clocks, request.nextClockId),
      isWaiting: request.nextClockId === null && request.clocks.some(({ state }) => state === 'paused'),
      isAsked: request.questions.length > 0,
      receivedAt: toInstant(request.receivedAt),
      acknowledgedAt: request.acknowledgedAt && toInstant(request.acknowledgedAt),
      isAcknowledgedLate: request.clocks.some(
        ({ clockId, state }) => clockId === 'CT-ACK-SAMEDAY' && state === 'breached',
      ),
      owner: (request.assigneeId && owners.get(request.assigneeId)) ?? null,
    },
  ])
  const byId = new Map(rows)
  return ids.flatMap((id) => byId.get(id) ?? [])
}

export async function namesOf(tx: Tx, userIds: readonly string[]): Promise<Map<string, string>> {
  const users = await tx.user.findMany({
    where: { id: { in: [...new Set(userIds)] } },
    select: { id: true, name: true },
  })
  return new Map(users.map(({ id, name }) => [id, name]))
}

type Sealed = { id: string; controllerId: string; sealed: Uint8Array | null }

/** Only for those who may open personal data at all: for the others nothing is even decrypted. */
async function maskedName(tx: Tx, actor: StaffActor, request: Sealed): Promise<string | null> {
  if (!request.sealed || !may(actor, 'open_personal_data', request.controllerId)) return null
  const key = await openRequestKey(tx, request)
  if (!key) return null
  return maskName(RequestDetails.parse(await openJsonFor(key, request, 'details', request.sealed)).name)
}

type Tasks = readonly { purpose: string; state: string }[]
type Stage = { right: string; status: string }

const STOPPING: readonly string[] = ['waiting', 'running', 'asked']

const isByHand = (tasks: Tasks, { right, status }: Stage): boolean =>
  isDoneByHand({
    right: right as Right,
    status: status as Status,
    corrections: { proposed: tasks.filter(({ purpose }) => purpose === 'change').length },
    stopping: tasks.some(({ purpose, state }) => purpose === 'stop' && STOPPING.includes(state)),
  })

function countSources(tasks: Tasks, { right, status }: Stage): QueueRow['sources'] {
  const wanted = status === 'executing' ? carriedOutBy(right as Right) : 'collect'
  const now = tasks.filter(({ purpose }) => purpose === wanted)
  const count = (state: string) => now.filter((task) => task.state === state).length
  return { done: count('done'), failed: count('failed'), total: now.length }
}

function clockOf(clocks: readonly { clockId: string; startAt: Date; dueAt: Date }[], id: string | null) {
  const clock = clocks.find(({ clockId }) => clockId === id)
  return clock ? { clockId: clock.clockId, startAt: toInstant(clock.startAt), dueAt: toInstant(clock.dueAt) } : null
}
