import type { Temporal } from 'temporal-polyfill'
import { type Tx, transact } from '#data/db.ts'
import { toInstant } from '#data/instant.ts'
import { type Owner, openJsonFor, openRequestKey } from '#data/keys/request-key.ts'
import { listShownClocks, type ShownClock } from '#data/requests/shown-clock.ts'
import type { Actor } from '#domain/actor.ts'
import { AnswerWords } from '#domain/by-hand.ts'
import type { ErasureGround } from '#domain/erasure-ground.ts'
import { ClocksChanged } from '#domain/event.ts'
import { ExtensionWords } from '#domain/extension.ts'
import { type Locale, RequestDetails } from '#domain/filing.ts'
import { SealedRefusal } from '#domain/refusal.ts'
import type { RefusalCode, Right } from '#domain/request.ts'
import type { Controller } from '#prisma/generated/client.ts'

/** What a mail about a request needs. Personal: it stays in memory. */
export type Correspondence = {
  requestId: string
  email: string
  locale: Locale
  reference: string
  right: Right
  receivedAt: Temporal.Instant
  isProved: boolean
  /** why data are erased; nothing else was said than that it was asked for */
  erasureGround: ErasureGround
  refusal: { code: RefusalCode; article: string; explanation: string } | null
  /** what a person did by hand, in words */
  answer: string | null
  /** why a deadline was extended, of a mail that says so */
  extensionReason: string | null
  controller: Controller
  clocks: ShownClock[]
  /** when the event happened that the mail tells about */
  at: Temporal.Instant
  data: unknown
}

/** @returns null once there is nobody left to tell: the request was shredded */
export const findCorrespondence = (
  actor: Actor,
  payload: { eventId: string; requestId: string | null },
): Promise<Correspondence | null> =>
  transact(actor, async (tx) => {
    if (!payload.requestId) return null
    const event = await tx.event.findUniqueOrThrow({ where: { id: payload.eventId } })
    const request = await tx.request.findUniqueOrThrow({
      where: { id: payload.requestId },
      include: { controller: true },
    })
    const key = await openRequestKey(tx, request)
    if (!key || !request.sealed) return null
    const details = RequestDetails.parse(await openJsonFor(key, request, 'details', request.sealed))
    return {
      requestId: request.id,
      email: details.email,
      locale: request.locale as Locale,
      reference: request.reference,
      right: request.right as Right,
      receivedAt: toInstant(request.receivedAt),
      isProved: request.verifiedAt !== null,
      erasureGround: (request.erasureGround ?? 'request') as ErasureGround,
      refusal:
        request.refusalCode && request.sealedRefusal
          ? {
              code: request.refusalCode as RefusalCode,
              article: request.refusalArticle ?? '',
              ...SealedRefusal.parse(await openJsonFor(key, request, 'refusal', request.sealedRefusal)),
            }
          : null,
      answer: request.sealedAnswer
        ? AnswerWords.parse(await openJsonFor(key, request, 'answer', request.sealedAnswer)).explanation
        : null,
      extensionReason: await extensionReason(tx, request, key, event.data),
      controller: request.controller,
      clocks: await listShownClocks(tx, request.id),
      at: toInstant(event.at),
      data: event.data,
    }
  })

async function extensionReason(tx: Tx, request: Owner, key: Uint8Array, data: unknown): Promise<string | null> {
  const changed = ClocksChanged.safeParse(data)
  if (!changed.success || changed.data.cause !== 'deadline.extended') return null
  const ids = changed.data.clocks.map(({ clockId }) => clockId)
  const clock = await tx.clock.findFirst({
    where: { requestId: request.id, clockId: { in: ids }, sealedReason: { not: null } },
    select: { sealedReason: true },
  })
  if (!clock?.sealedReason) return null
  const words = await openJsonFor(key, request, 'extension', clock.sealedReason)
  return ExtensionWords.pick({ reason: true }).parse(words).reason
}
