import { createHmac } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { hashToken, sameSecret } from '#crypto/token.ts'
import { type Tx, transact, withoutScope } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { openControllerKeys } from '#data/keys/controller-keys.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import { ok, type Result, refuse } from '#domain/result.ts'

export type Respondent = Extract<Actor, { kind: 'respondent' }>
/** What stands in a one-time link. */
export type LinkInput = { inquiryId: string; token: string }

export const RESPONDENT_HOURS = 8
const NEW_LINK_MINUTES = 10

const sign = (index: Uint8Array, ...parts: readonly (string | number)[]): string =>
  createHmac('sha256', index)
    .update(JSON.stringify(['inquiry', ...parts]))
    .digest('base64url')

type Numbered = { id: string; controllerId: string; attempts: number }

/** The token of a link can be made again by whoever mails it, so that only its hash is stored. */
export const linkToken = async (tx: Tx, { id, controllerId, attempts }: Numbered): Promise<string> =>
  sign((await openControllerKeys(tx, controllerId)).index, 'link', id, attempts)

/** A fresh link: the one before is worth nothing any more. */
export async function renewLink(tx: Tx, id: string): Promise<void> {
  const inquiry = await tx.inquiry.update({ where: { id }, data: { attempts: { increment: 1 } } })
  await tx.inquiry.update({ where: { id }, data: { tokenHash: hashToken(await linkToken(tx, inquiry)) } })
}

/** Somebody who comes with an inquiry's id. Nothing is known of them yet. */
async function arriving(inquiryId: string): Promise<Respondent | null> {
  if (!z.uuid().safeParse(inquiryId).success) return null
  const [at] = await withoutScope(
    (tx) => tx.$queryRaw<{ controllerId: string }[]>`
      select controller_id as "controllerId" from hakku.locate_inquiry(${inquiryId}::uuid)`,
  )
  return at ? { kind: 'respondent', controllerId: at.controllerId, inquiryId } : null
}

/** Uses a link up. @returns what the person's cookie holds from now on; unknown, used and ended links look the same */
export async function openLink(
  _caller: object,
  { inquiryId, token }: LinkInput,
  now: Temporal.Instant,
): Promise<Result<{ session: string }, 'link_used'>> {
  const actor = await arriving(inquiryId)
  if (!actor) return refuse('link_used')
  const { controllerId } = actor
  return transact(actor, async (tx) => {
    const { count } = await tx.inquiry.updateMany({
      where: { id: inquiryId, tokenHash: hashToken(token), state: 'asked', kind: 'manual' },
      data: { tokenHash: null },
    })
    if (count === 0) return refuse('link_used')
    const { requestId } = await tx.inquiry.findUniqueOrThrow({ where: { id: inquiryId }, select: { requestId: true } })
    await record(tx, actor, { controllerId, requestId }, { type: 'inquiry.opened', inquiryId }, now)
    const until = now.add({ hours: RESPONDENT_HOURS }).epochMilliseconds
    const { index } = await openControllerKeys(tx, controllerId)
    return ok({ session: `${inquiryId}.${until}.${sign(index, 'session', inquiryId, until)}` })
  })
}

const SESSION = /^([0-9a-f-]{36})\.(\d{13})\.([\w-]{43})$/

/** Who a session belongs to. @returns null when it is forged or over */
export async function findRespondent(session: string, now: Temporal.Instant): Promise<Respondent | null> {
  const [, id = '', until = '', signature = ''] = SESSION.exec(session) ?? []
  const actor = now.epochMilliseconds < Number(until) ? await arriving(id) : null
  if (!actor) return null
  const { index } = await transact(actor, (tx) => openControllerKeys(tx, actor.controllerId))
  return sameSecret(signature, sign(index, 'session', id, Number(until))) ? actor : null
}

/**
 * Mails a fresh link to the address that is on record, at most every ten minutes. Whoever asks learns nothing: an
 * unknown question is answered like a known one.
 */
export async function sendNewLink(
  _caller: object,
  { inquiryId }: { inquiryId: string },
  now: Temporal.Instant,
): Promise<Result<null, never>> {
  const actor = await arriving(inquiryId)
  if (!actor) return ok(null)
  return transact(actor, async (tx) => {
    const { controllerId } = actor
    await tx.$queryRaw`select id::text from inquiry where id = ${inquiryId}::uuid for update`
    const inquiry = await tx.inquiry.findUnique({ where: { id: inquiryId } })
    if (inquiry?.state !== 'asked' || !inquiry.sealedContact) return ok(null)
    const { requestId } = inquiry
    const since = toDate(now.subtract({ minutes: NEW_LINK_MINUTES }))
    const told = await tx.event.count({
      where: {
        requestId,
        type: { in: ['source.asked', 'inquiry.reminded'] },
        at: { gt: since },
        data: { path: ['inquiryId'], equals: inquiryId },
      },
    })
    if (told > 0) return ok(null)
    await renewLink(tx, inquiryId)
    await record(tx, actor, { controllerId, requestId }, { type: 'inquiry.reminded', inquiryId, mark: 'again' }, now)
    return ok(null)
  })
}
