import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { record } from '#data/record.ts'
import { type Actor, may } from '#domain/actor.ts'
import type { ChangedRecipient, EndedRecipient } from '#domain/recipient.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import { areSources, setSources } from './sources.ts'

type ChangeRefusal = 'not_found' | 'already_ended' | 'changed_meanwhile'

/** Corrects what is known of a recipient. Certificates that name it already stay as they are. */
export const changeRecipient = (
  actor: Actor,
  { recipientId, version, sources, ...facts }: ChangedRecipient,
  now: Temporal.Instant,
): Promise<Result<null, ChangeRefusal>> =>
  transact(actor, async (tx) => {
    const recipient = await tx.recipient.findUnique({ where: { id: recipientId } })
    if (!recipient || !may(actor, 'manage_sources', recipient.controllerId)) return refuse('not_found')
    const { controllerId } = recipient
    if (recipient.endedAt) return refuse('already_ended')
    if (!(await areSources(tx, controllerId, sources))) return refuse('not_found')
    const { count } = await tx.recipient.updateMany({
      where: { id: recipientId, version, endedAt: null },
      data: { ...facts, version: { increment: 1 } },
    })
    if (count === 0) return refuse('changed_meanwhile')
    await setSources(tx, { controllerId, recipientId }, sources)
    await record(tx, actor, { controllerId }, { type: 'recipient.changed', recipientId }, now)
    return ok(null)
  })

/** It gets no data any more, and is told of no further request. What it was told before still waits for its answer. */
export const endRecipient = (
  actor: Actor,
  { recipientId, version }: EndedRecipient,
  now: Temporal.Instant,
): Promise<Result<null, ChangeRefusal>> =>
  transact(actor, async (tx) => {
    const recipient = await tx.recipient.findUnique({ where: { id: recipientId } })
    if (!recipient || !may(actor, 'manage_sources', recipient.controllerId)) return refuse('not_found')
    if (recipient.endedAt) return refuse('already_ended')
    const { count } = await tx.recipient.updateMany({
      where: { id: recipientId, version, endedAt: null },
      data: { endedAt: toDate(now), version: { increment: 1 } },
    })
    if (count === 0) return refuse('changed_meanwhile')
    await record(tx, actor, recipient, { type: 'recipient.ended', recipientId }, now)
    return ok(null)
  })
