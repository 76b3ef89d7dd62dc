import { Temporal } from 'temporal-polyfill'
import { translator } from '#app/_server/i18n.ts'
import { Timeline } from '#app/_ui/timeline.tsx'
import type { DeskMoment } from '#data/queue/evidence.ts'
import type { DeskRequest } from '#data/requests/find-for-desk.ts'
import { describeClock, formatInstant, type Locale } from '#domain/clock/wording.ts'
import { shortTime } from '../short-time.ts'

type Props = { request: DeskRequest; locale: Locale }

/** Everything that happened, newest first, in words. */
export async function TimelineTab({ request, locale }: Props) {
  const t = await translator('desk')
  const { zone } = request.controller
  const moments = await Promise.all(
    request.evidence.moments.map(async (moment) => ({
      id: moment.id,
      what: await wordsOf(moment, request, locale),
      when: shortTime(moment.at, zone, locale),
      by: moment.by.name ?? t(`actor.${actorKind(moment.by.kind)}`),
    })),
  )
  return <Timeline moments={moments} />
}

const KINDS = ['visitor', 'subject', 'staff', 'controller_user', 'system'] as const
const actorKind = (kind: string) => KINDS.find((known) => known === kind) ?? 'system'

type Facts = {
  sourceId?: string
  reason?: string
  kind?: string
  clockId?: string
  executeAfter?: string
  expiresAt?: string
  dueAt?: string
  code?: string
  recipientIds?: string[]
  supersedes?: string
}

/** Where the words for an event's reason stand; elsewhere it is why somebody opened something. */
const REASONS: Partial<Record<DeskMoment['event']['type'], 'fault' | 'redaction.reason'>> = {
  'task.failed': 'fault',
  'redaction.decided': 'redaction.reason',
}

/** An event's own facts as words; whatever it does not hold stays empty and is not asked for. */
async function wordsOf({ event }: DeskMoment, { sources, controller }: DeskRequest, locale: Locale): Promise<string> {
  const t = await translator('desk')
  const {
    sourceId,
    reason = '',
    kind,
    clockId,
    executeAfter,
    expiresAt,
    dueAt,
    code = '',
    recipientIds,
    supersedes,
    ...rest
  } = event as Facts
  const at = executeAfter ?? expiresAt ?? dueAt
  const coded = (group: 'fault' | 'opening' | 'redaction.reason' | 'refusalCode' | 'noticeName', value: string) => {
    const key = `${group}.${value}` as 'fault.unknown'
    return t.has(key) ? t(key) : value
  }
  return t(`event.${event.type}`, {
    ...rest,
    source: sources.find((source) => source.sourceId === sourceId)?.name ?? '',
    reason: coded(REASONS[event.type] ?? 'opening', reason),
    code: coded('refusalCode', code),
    replaced: String(supersedes !== undefined),
    told: recipientIds?.length ?? 0,
    notice: coded('noticeName', kind ?? ''),
    clock: clockId ? describeClock(clockId, locale).label : '',
    when: at ? formatInstant(Temporal.Instant.from(at), controller.zone, locale) : '',
  })
}
