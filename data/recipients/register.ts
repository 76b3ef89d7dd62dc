import { randomUUID } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { record } from '#data/record.ts'
import { type Actor, may } from '#domain/actor.ts'
import type { NewRecipient } from '#domain/recipient.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import { areSources, setSources } from './sources.ts'

/** Enters whoever gets data; from now on they are told when a person's data are erased. */
export const registerRecipient = (
  actor: Actor,
  { controllerId, sources, ...facts }: NewRecipient,
  now: Temporal.Instant,
): Promise<Result<{ recipientId: string }, 'not_found' | 'already_registered'>> =>
  transact(actor, async (tx) => {
    if (!may(actor, 'manage_sources', controllerId)) return refuse('not_found')
    await tx.$queryRaw`select id::text from controller where id = ${controllerId}::uuid for update`
    const same = await tx.recipient.findFirst({ where: { controllerId, name: facts.name, endedAt: null } })
    if (same) return refuse('already_registered')
    if (!(await areSources(tx, controllerId, sources))) return refuse('not_found')
    const recipientId = randomUUID()
    await tx.recipient.create({ data: { ...facts, id: recipientId, controllerId, createdAt: toDate(now) } })
    await setSources(tx, { controllerId, recipientId }, sources)
    await record(tx, actor, { controllerId }, { type: 'recipient.registered', recipientId }, now)
    return ok({ recipientId })
  })
