import { randomBytes, randomUUID } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import { blindIndex } from '#crypto/blind-index.ts'
import { holdCalendars } from '#data/calendars/hold.ts'
import { insertClocks } from '#data/clocks/insert.ts'
import { MARK_CLOCKS } from '#data/clocks/marks.ts'
import { type Tx, transact } from '#data/db.ts'
import { toDate, toIso } from '#data/instant.ts'
import { openControllerKeys } from '#data/keys/controller-keys.ts'
import { createRequestKey, sealJsonFor } from '#data/keys/request-key.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import { startClocks } from '#domain/clock/applicable.ts'
import { bindingClock } from '#domain/clock/binding.ts'
import { nextMarkAt } from '#domain/clock/marks.ts'
import type { ErasureGround } from '#domain/erasure-ground.ts'
import type { Filing, Locale } from '#domain/filing.ts'
import { formatReference } from '#domain/reference.ts'
import { ok, type Result, refuse } from '#domain/result.ts'

export type Filed = { id: string; reference: string }
export type FileRequestInput = {
  filing: Filing
  locale: Locale
  channel: 'portal' | 'api' | 'desk'
  /** Random and chosen before the first try: two submits with one key are one request. */
  submissionKey: string
  /** the answered request it objects to, and who decided that one */
  appeal?: { previousId: string; formerDeciderId: string | null }
  /** the withdrawal of consent after which it erases */
  follows?: { followsId: string; erasureGround: ErasureGround }
}

/** Accepts a request, once for each submission key. */
export const fileRequest = (
  actor: Actor,
  input: FileRequestInput,
  now: Temporal.Instant,
): Promise<Result<Filed, 'not_found'>> =>
  transact(actor, async (tx) => {
    const { controllerId } = actor
    const { submissionKey } = input
    await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`${controllerId}.${submissionKey}`}, 0))::text`
    const before = await tx.request.findUnique({
      where: { controllerId_submissionKey: { controllerId, submissionKey } },
      select: { id: true, reference: true },
    })
    return before ? ok(before) : acceptFiling(tx, actor, input, now)
  })

/**
 * Seals what is personal, starts every clock, and records that the request was received. The caller holds a lock that
 * keeps a second press of the same submission out.
 */
export async function acceptFiling(
  tx: Tx,
  actor: Actor,
  input: FileRequestInput,
  now: Temporal.Instant,
): Promise<Result<Filed, 'not_found'>> {
  const { controllerId } = actor
  const calendars = await holdCalendars(tx, controllerId)
  const controller = await tx.controller.findUnique({ where: { id: controllerId } })
  if (!controller) return refuse('not_found')
  const { right, country } = input.filing
  const settings = { ...controller, calendars, subjectCountry: country || null, isAppeal: input.appeal !== undefined }
  const clocks = startClocks(settings, right, now)
  const filed = await insertRequest(tx, controllerId, input, bindingClock(clocks), now)
  const owner = { controllerId, requestId: filed.id }
  const markAt = nextMarkAt(clocks, now)
  await tx.timer.createMany({
    data: [
      { ...owner, kind: 'remind_unverified', dueAt: toDate(now.add({ hours: 24 })) },
      { ...owner, kind: 'lapse', dueAt: toDate(now.add({ hours: 24 * controller.lapseDays })) },
      ...(markAt ? [{ ...owner, kind: MARK_CLOCKS, dueAt: toDate(markAt) }] : []),
    ],
  })
  const eventId = await record(
    tx,
    actor,
    owner,
    {
      type: 'request.received',
      right,
      channel: input.channel,
      locale: input.locale,
      clocks: clocks.map(({ clockId, dueAt }) => ({ clockId, dueAt: toIso(dueAt) })),
    },
    now,
  )
  await insertClocks(tx, { controllerId, id: filed.id }, clocks, eventId)
  return ok(filed)
}

async function insertRequest(
  tx: Tx,
  controllerId: string,
  { filing, locale, channel, submissionKey, appeal, follows }: FileRequestInput,
  binding: { clockId: string; dueAt: Temporal.Instant } | null,
  now: Temporal.Instant,
): Promise<Filed> {
  const id = randomUUID()
  const owner = { controllerId, id }
  const { right, requesterKind, country, ...details } = filing
  const key = await createRequestKey(tx, owner, toDate(now))
  const { index } = await openControllerKeys(tx, controllerId)
  return tx.request.create({
    data: {
      id,
      controllerId,
      reference: formatReference(randomBytes(7)),
      right,
      status: 'received',
      locale,
      channel,
      requesterKind,
      subjectCountry: country || null,
      receivedAt: toDate(now),
      sealed: await sealJsonFor(key, owner, 'details', details),
      contactIndex: blindIndex(index, 'email', details.email),
      submissionKey,
      ...appeal,
      ...follows,
      nextDueAt: binding ? toDate(binding.dueAt) : null,
      nextClockId: binding?.clockId ?? null,
    },
    select: { id: true, reference: true },
  })
}
