import type { Temporal } from 'temporal-polyfill'
import { isSignedWebhook, type WebhookHeaders } from '#crypto/webhook.ts'
import { transact, withoutScope } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { openConnection } from '#data/sources/connect.ts'
import type { Actor } from '#domain/actor.ts'
import type { ChangeStatement } from '#domain/change-statement.ts'
import { HttpConnection } from '#domain/connection.ts'
import { type HttpAction, readHttpAnswer } from '#domain/http-answer.ts'
import type { Statement } from '#domain/inquiry.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import type { Inquiry } from '#prisma/generated/client.ts'
import { answerCollect, answerStatement } from './answer.ts'
import { answerChange } from './answer-change.ts'

export type Callback = {
  inquiryId: string
  headers: { readonly [Name in keyof WebhookHeaders]: string | undefined }
  body: string
}
/** `unknown` also when it is not signed as it must be: a stranger learns nothing. `closed`: nobody waits any more. */
export type CallbackRefusal = 'unknown' | 'closed' | 'invalid'
type Caller = Extract<Actor, { kind: 'system' }>

/** Whose question it is, before anything of the answer is read. @returns null when there is no such question */
export const locateInquiry = (inquiryId: string): Promise<Caller | null> =>
  withoutScope(async (tx) => {
    const [found] = await tx.$queryRaw<{ controllerId: string }[]>`
      select controller_id as "controllerId" from hakku.locate_inquiry(${inquiryId}::uuid)`
    return found ? { kind: 'system', controllerId: found.controllerId, job: 'source-callback' } : null
  })

/** A system answers later, signed with its source's secret. The same answer twice is the same answer. */
export async function takeCallback(
  actor: Caller,
  { inquiryId, headers, body }: Callback,
  now: () => Temporal.Instant,
): Promise<Result<null, CallbackRefusal>> {
  const asked = await transact(actor, async (tx) => {
    const inquiry = await tx.inquiry.findUnique({
      where: { id: inquiryId },
      include: { task: { include: { source: true } } },
    })
    if (inquiry?.kind !== 'http') return null
    const connection = HttpConnection.safeParse(await openConnection(tx, inquiry.task.source))
    return connection.success ? { inquiry, secret: connection.data.secret } : null
  })
  if (!asked || !isSignedWebhook(asked.secret, headers, body, now().epochMilliseconds / 1000)) return refuse('unknown')
  const { inquiry } = asked
  if (inquiry.state === 'answered') return ok(null)
  if (inquiry.state === 'cancelled') return refuse('closed')
  const answered = await (TAKE[inquiry.action] ?? takeStatement)(actor, inquiry, body, now)
  return answered.ok || answered.reason !== 'not_open'
    ? answered.ok
      ? ok(null)
      : refuse('invalid')
    : settled(actor, inquiry)
}

/** Somebody was faster: the same answer once more, or the end of the request. */
const settled = (actor: Caller, { id }: Inquiry): Promise<Result<null, 'closed'>> =>
  transact(actor, async (tx) =>
    (await tx.inquiry.findUniqueOrThrow({ where: { id } })).state === 'answered' ? ok(null) : refuse('closed'),
  )

async function takeRows(actor: Caller, inquiry: Inquiry, body: string, now: () => Temporal.Instant) {
  const answer = readHttpAnswer(body, { action: 'collect', job: inquiry.id })
  // Pages are asked for by us; what is sent to us is whole.
  if (!answer.ok || answer.value.next !== undefined) return refuse('invalid')
  return answerCollect(actor, { inquiryId: inquiry.id, batches: answer.value.collections }, now)
}

async function takeStatement(actor: Caller, inquiry: Inquiry, body: string, now: () => Temporal.Instant) {
  const answer = readHttpAnswer(body, { action: inquiry.action as Extract<HttpAction, 'erase'>, job: inquiry.id })
  if (!answer.ok) return refuse('invalid')
  const { statement, verify } = answer.value
  return verify
    ? keepStatement(actor, inquiry.id, statement, now())
    : answerStatement(actor, { inquiryId: inquiry.id, statement }, now())
}

async function takeChange(actor: Caller, inquiry: Inquiry, body: string, now: () => Temporal.Instant) {
  const answer = readHttpAnswer(body, { action: 'change', job: inquiry.id })
  if (!answer.ok) return refuse('invalid')
  const { statement, verify } = answer.value
  return verify && statement.outcome !== 'refused'
    ? keepStatement(actor, inquiry.id, statement, now())
    : answerChange(actor, { inquiryId: inquiry.id, statement }, now())
}

type Take = (
  actor: Caller,
  inquiry: Inquiry,
  body: string,
  now: () => Temporal.Instant,
) => Promise<Result<null, string>>
const TAKE: Readonly<Record<string, Take>> = { collect: takeRows, change: takeChange }

/** The system offers to confirm what it states: it is kept, and a worker asks it once more. */
const keepStatement = (
  actor: Caller,
  inquiryId: string,
  statement: Statement | ChangeStatement,
  now: Temporal.Instant,
): Promise<Result<null, 'not_open'>> =>
  transact(actor, async (tx) => {
    const { count } = await tx.inquiry.updateMany({
      where: { id: inquiryId, state: 'asked' },
      data: { statement, askAgainAt: toDate(now), fault: null },
    })
    if (count === 0) return refuse('not_open')
    const { controllerId, requestId } = await tx.inquiry.findUniqueOrThrow({ where: { id: inquiryId } })
    await tx.timer.create({ data: { controllerId, requestId, kind: 'ask_again', dueAt: toDate(now) } })
    return ok(null)
  })
