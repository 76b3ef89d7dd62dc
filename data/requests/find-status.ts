import type { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { type CorrectionResult, resultsOf } from '#data/corrections/find-outcome.ts'
import { type Tx, transact } from '#data/db.ts'
import { toInstant } from '#data/instant.ts'
import { type Owner, openJsonFor, openRequestKey } from '#data/keys/request-key.ts'
import { type AskedQuestion, listQuestions } from '#data/questions/list.ts'
import { type StoppedFacts, stoppedFacts } from '#data/receipts/read.ts'
import type { Actor } from '#domain/actor.ts'
import { decideAppeal } from '#domain/appeal.ts'
import type { Renewable } from '#domain/download.ts'
import { Event } from '#domain/event.ts'
import type { RequesterKind } from '#domain/filing.ts'
import { decideFollowUp } from '#domain/follow-up.ts'
import { type CollectionOutcome, CollectOutcome } from '#domain/outcome.ts'
import { REFUSAL_CODES, type RefusalCode, type Right, type Status } from '#domain/request.ts'
import type { Request } from '#prisma/generated/client.ts'
import { type AppealLinks, findAppealLinks } from './appeal-links.ts'
import { listShownClocks, type ShownClock } from './shown-clock.ts'

export type StatusMoment = { id: string; at: Temporal.Instant; by: 'you' | 'team' | 'system'; event: Event }
export type StatusView = {
  reference: string
  right: Right
  status: Status
  requesterKind: RequesterKind
  receivedAt: Temporal.Instant
  executeAfter: Temporal.Instant | null
  /** words: what the team wrote, or null */
  refusal: { code: RefusalCode; article: string; words: string | null } | null
  /** what the team wrote about work done by hand */
  answer: string | null
  questions: AskedQuestion[]
  clocks: ShownClock[]
  /** oldest first */
  moments: StatusMoment[]
  sources: { collected: number; total: number }
  /** what an erasure will do, per source; empty before it is known */
  plan: { source: string; collections: CollectionOutcome[] }[]
  pack: (Renewable & { bytes: number; downloads: number }) | null
  certificate: { issuedAt: Temporal.Instant } | null
  /** what was corrected, field by field; empty until it is stated */
  corrections: CorrectionResult[]
  /** what was withdrawn and has stopped, by its receipt */
  stopped: StoppedFacts | null
  /** sources are ending by themselves what was withdrawn */
  stopping: boolean
  /** a source could not, and a person of the team sees to it */
  stopFailed: boolean
  appeal: AppealLinks & { isOpen: boolean }
  followUp: { isOpen: boolean }
}

const MOST_EVENTS = 200

/** Everything a subject may know of their own request. @returns null when it is not there (any more) */
export const findStatus = (actor: Extract<Actor, { kind: 'subject' }>): Promise<StatusView | null> =>
  transact(actor, async (tx) => {
    const { requestId } = actor
    const request = await tx.request.findUnique({
      where: { id: requestId },
      include: {
        tasks: { where: { purpose: { in: ['collect', 'stop'] } }, include: { source: { select: { name: true } } } },
        packages: { include: { file: { select: { bytes: true, deletedAt: true } } } },
        certificates: { select: { issuedAt: true }, orderBy: { issuedAt: 'desc' }, take: 1 },
      },
    })
    if (!request) return null
    const links = await findAppealLinks(tx, request)
    const tasks = request.tasks.filter(({ purpose }) => purpose === 'collect')
    const [pack, certificate] = [request.packages[0], request.certificates[0]]
    return {
      reference: request.reference,
      right: request.right as Right,
      status: request.status as Status,
      requesterKind: request.requesterKind as RequesterKind,
      receivedAt: toInstant(request.receivedAt),
      executeAfter: request.executeAfter && toInstant(request.executeAfter),
      refusal: await refusalOf(tx, request),
      answer: await wordsIn(tx, request, 'answer', request.sealedAnswer),
      questions: await listQuestions(tx, request),
      clocks: await listShownClocks(tx, request.id),
      moments: await momentsOf(tx, requestId),
      sources: { collected: tasks.filter(({ state }) => state === 'done').length, total: tasks.length },
      plan: planOf(tasks),
      pack: pack
        ? {
            expiresAt: toInstant(pack.expiresAt),
            bytes: Number(pack.file.bytes),
            deleted: pack.file.deletedAt !== null,
            downloads: pack.downloads,
            renewals: pack.renewals,
            renewing: pack.renewingSince !== null,
            shredded: request.shreddedAt !== null,
          }
        : null,
      certificate: certificate ? { issuedAt: toInstant(certificate.issuedAt) } : null,
      corrections: await resultsOf(tx, requestId),
      stopped: await stoppedFacts(tx, requestId),
      stopping: request.tasks.some(({ purpose, state }) => purpose === 'stop' && state !== 'done'),
      stopFailed: request.tasks.some(({ purpose, state }) => purpose === 'stop' && state === 'failed'),
      appeal: { ...links, isOpen: mayAppeal(request, links) },
      followUp: { isOpen: mayFollowUp(request, links) },
    }
  })

const mayAppeal = ({ status, shreddedAt }: Request, { appealOf, appealedBy }: AppealLinks): boolean =>
  decideAppeal({
    status: status as Status,
    isAppeal: appealOf !== null,
    isAppealed: appealedBy !== null,
    isShredded: shreddedAt !== null,
  }).ok

const mayFollowUp = ({ right, status, shreddedAt }: Request, { followedBy }: AppealLinks): boolean =>
  decideFollowUp({
    right: right as Right,
    status: status as Status,
    isFollowed: followedBy !== null,
    isShredded: shreddedAt !== null,
  }).ok

const planOf = (tasks: { outcome: unknown; source: { name: string } }[]) =>
  tasks.flatMap(({ outcome, source }) => {
    const known = CollectOutcome.safeParse(outcome)
    return known.success && known.data.preview.length > 0
      ? [{ source: source.name, collections: known.data.preview }]
      : []
  })

async function momentsOf(tx: Tx, requestId: string): Promise<StatusMoment[]> {
  const rows = await tx.event.findMany({ where: { requestId }, orderBy: { seq: 'asc' }, take: MOST_EVENTS })
  return rows.flatMap(({ id, at, type, data, actor }) => {
    const event = Event.safeParse({ type, ...z.record(z.string(), z.unknown()).parse(data) })
    return event.success ? [{ id, at: toInstant(at), by: byWhom(actor), event: event.data }] : []
  })
}

/** Which person of the team it was is not the subject's to know. */
function byWhom(actor: unknown): StatusMoment['by'] {
  const { kind } = z.looseObject({ kind: z.string() }).parse(actor)
  if (kind === 'subject' || kind === 'visitor') return 'you'
  return kind === 'system' ? 'system' : 'team'
}

type Refused = Owner & { refusalCode: string | null; refusalArticle: string | null; sealedRefusal: Uint8Array | null }

async function refusalOf(tx: Tx, request: Refused): Promise<StatusView['refusal']> {
  const code = z.enum(REFUSAL_CODES).safeParse(request.refusalCode)
  if (!code.success) return null
  const words = await wordsIn(tx, request, 'refusal', request.sealedRefusal)
  return { code: code.data, article: request.refusalArticle ?? '', words }
}

/** What the team wrote, or null when it wrote nothing or the request was shredded. */
async function wordsIn(tx: Tx, owner: Owner, of: 'refusal' | 'answer', sealed: Uint8Array | null) {
  const key = sealed && (await openRequestKey(tx, owner))
  if (!key) return null
  return z.object({ explanation: z.string() }).parse(await openJsonFor(key, owner, of, sealed)).explanation
}
