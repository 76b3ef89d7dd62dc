import type { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { transact } from '#data/db.ts'
import { toInstant } from '#data/instant.ts'
import { openJsonFor, openRequestKey } from '#data/keys/request-key.ts'
import { toldOf } from '#data/notices/staff.ts'
import { findWatchers } from '#data/users/find-watchers.ts'
import type { Actor } from '#domain/actor.ts'
import { ManualConnection } from '#domain/connection.ts'
import type { Locale } from '#domain/filing.ts'
import type { Controller } from '#prisma/generated/client.ts'
import { linkToken } from './link.ts'

/** `id` names a reader in the memory of what was sent; `path` is the page their button opens. */
type Reader = { id: string; email: string; locale: Locale; path: string }

/** What a mail about a person's task needs. Nothing of it is about the data subject. */
export type PersonNotice = {
  requestId: string
  reference: string
  controller: Controller
  source: string
  action: string
  /** null: the first mail */
  mark: string | null
  dueAt: Temporal.Instant
  at: Temporal.Instant
  readers: Reader[]
  told: string[]
}

const About = z.object({ inquiryId: z.uuid(), mark: z.string().nullable().default(null) })
const Outsider = ManualConnection.shape.person.options[1]

/** @returns null when nobody is asked any more, or it is a system that was asked */
export async function findPersonNotice(actor: Actor, eventId: string): Promise<PersonNotice | null> {
  const found = await transact(actor, async (tx) => {
    const event = await tx.event.findUniqueOrThrow({ where: { id: eventId } })
    const { inquiryId, mark } = About.parse(event.data)
    const inquiry = await tx.inquiry.findUniqueOrThrow({
      where: { id: inquiryId },
      include: { request: { include: { controller: true } }, task: { include: { source: true } } },
    })
    if (inquiry.kind !== 'manual' || inquiry.state !== 'asked') return null
    const { request, task, requestId, assigneeId, sealedContact, action } = inquiry
    const key = sealedContact && (await openRequestKey(tx, request))
    const outsider = key && Outsider.parse(await openJsonFor(key, request, 'respondent', sealedContact))
    const path = `/answers/${inquiry.id}/${await linkToken(tx, inquiry)}`
    return {
      assigneeId,
      outside: outsider ? [{ id: 'outsider', email: outsider.email, locale: outsider.locale, path }] : [],
      notice: {
        requestId,
        reference: request.reference,
        controller: request.controller,
        source: task.source.name,
        action,
        mark,
        dueAt: toInstant(inquiry.dueAt),
        at: toInstant(event.at),
        told: await toldOf(tx, eventId),
      },
      team: `/desk/tasks/${inquiry.id}`,
    }
  })
  if (!found) return null
  const { assigneeId, outside, notice, team } = found
  const isOver = notice.mark === 'over'
  // The team hears of a colleague's task, or when somebody outside stays silent.
  const watchers =
    outside.length === 0 || isOver ? await findWatchers(notice.controller.id, { assigneeId, isEscalated: isOver }) : []
  const colleagues = watchers.map(({ userId, email, locale }) => ({ id: userId, email, locale, path: team }))
  return { ...notice, readers: [...outside, ...colleagues] }
}
