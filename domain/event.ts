import { z } from 'zod'
import { BREACH_CAUSES } from './clock/breach-cause.ts'
import { IDENTIFIER_PROOFS } from './identifier.ts'
import { REDACTION_KINDS } from './redaction.ts'
import { REFUSAL_CODES, RIGHTS } from './request.ts'
import { SettingChange } from './settings.ts'
import { DriftKinds } from './source/drift.ts'

const id = z.uuid()
const instant = z.iso.datetime()
const right = z.enum(RIGHTS)
const count = z.number().int().nonnegative()
const event = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.strictObject({ type: z.literal(type), ...shape })

/** Why a certificate is replaced by another. */
export const CERTIFICATE_CAUSES = ['hold_lifted', 'recipient_answered', 'erased_again'] as const
export type CertificateCause = (typeof CERTIFICATE_CAUSES)[number]

export const QUESTION_KINDS = ['identity', 'clarification'] as const
/** The events that can give a running clock another date. */
export const CHANGE_CAUSES = [
  'identity.proved',
  'question.asked',
  'question.answered',
  'deadline.extended',
  'request.reopened',
  'controller.settings_changed',
  'calendar.approved',
] as const
const holidayList = { listId: id, calendarId: z.string(), year: z.int() }

/** From which date to which; null while a clock waits, or where there was none before. */
export const ClocksChanged = z.strictObject({
  cause: z.enum(CHANGE_CAUSES),
  clocks: z.array(z.strictObject({ clockId: z.string(), from: instant.nullable(), to: instant.nullable() })),
})

/** Everything that can happen. Past tense, ids and facts only: no personal data ever enters an event. */
export const Event = z.discriminatedUnion('type', [
  event('request.received', {
    right,
    channel: z.enum(['portal', 'api', 'desk']),
    locale: z.enum(['id', 'en']),
    clocks: z.array(z.strictObject({ clockId: z.string(), dueAt: instant })),
  }),
  event('notice.sent', { kind: z.string(), transport: z.string(), region: z.string() }),
  event('code.asked', { codeId: id, purpose: z.enum(['verify', 'status', 'download']) }),
  event('code.failed', { codeId: id, purpose: z.string(), tries: count }),
  event('code.accepted', { codeId: id, purpose: z.string() }),
  event('identity.proved', { assurance: z.string() }),
  event('identity.reminded', {}),
  event('collecting.started', { sources: count }),
  event('task.planned', { taskId: id, sourceId: id, purpose: z.string() }),
  event('task.finished', { taskId: id, sourceId: id, purpose: z.string(), rows: count, shared: count }),
  event('task.failed', { taskId: id, sourceId: id, purpose: z.string(), reason: z.string() }),
  event('task.retried', { taskId: id, sourceId: id, purpose: z.string() }),
  event('stops.planned', { sources: count }),
  event('stop.planned', { taskId: id, sourceId: id }),
  event('stop.retried', { taskId: id, sourceId: id }),
  event('stops.finished', { needsPerson: z.boolean() }),
  event('receipt.issued', { receiptId: id, kid: z.string(), jwsSha256: z.string(), supersedes: id.optional() }),
  event('receipt.downloaded', { receiptId: id }),
  event('source.asked', { inquiryId: id, taskId: id, sourceId: id, purpose: z.string(), dueAt: instant }),
  event('source.answered', { inquiryId: id, taskId: id, sourceId: id, purpose: z.string(), outcome: z.string() }),
  event('inquiry.opened', { inquiryId: id }),
  event('document.added', { inquiryId: id, documentId: id }),
  event('document.removed', { inquiryId: id, documentId: id }),
  event('inquiry.reminded', { inquiryId: id, mark: z.enum(['half', 'soon', 'over', 'again']) }),
  event('collecting.finished', { contactOnFile: z.boolean(), rows: count }),
  event('request.assigned', { userId: id.nullable() }),
  event('identifier.confirmed', { identifierId: id, label: z.string(), proof: z.enum(IDENTIFIER_PROOFS) }),
  event('identifier.removed', { identifierId: id, label: z.string() }),
  event('finding.opened', { findingId: id, reason: z.string() }),
  event('contact.revealed', { reason: z.string() }),
  event('correction.proposed', { correctionId: id, sourceId: id, way: z.enum(['replace', 'note']) }),
  event('correction.evidenced', { correctionId: id }),
  event('correction.removed', { correctionId: id }),
  event('correction.checked', { correctionId: id, problem: z.string().nullable() }),
  event('corrections.opened', { reason: z.string() }),
  event('corrections.returned', { applied: count, refused: count }),
  event('corrections.applied', { corrected: count, noted: count }),
  event('review.submitted', {}),
  event('review.sent_back', {}),
  event('review.reopened', {}),
  event('redaction.decided', {
    findingId: id,
    decision: z.enum(['redact', 'hand_over']),
    reason: z.string(),
    counts: z.record(z.enum(REDACTION_KINDS), count),
  }),
  event('redaction.undone', {
    findingId: id,
    decision: z.enum(['redact', 'hand_over']),
    kind: z.enum(REDACTION_KINDS),
  }),
  event('redactions.carried', { taskId: id, sourceId: id, kept: count, lost: count }),
  event('request.approved', { executeAfter: instant }),
  event('execution.postponed', { executeAfter: instant }),
  event('execution.started', {}),
  event('erasure.reread', { taskId: id, sourceId: id, added: count, left: count, vanished: count }),
  event('hold.placed', { holdId: id, sourceId: id, rows: count }),
  event('hold.lifted', { holdId: id, sourceId: id }),
  event('ledger.replayed', { sourceId: id, runAt: instant, deleted: count, changed: count }),
  event('recipients.instructed', { recipientIds: z.array(id) }),
  event('recipient.registered', { recipientId: id }),
  event('recipient.changed', { recipientId: id }),
  event('recipient.ended', { recipientId: id }),
  event('recipient.answered', { recipientId: id, answer: z.string() }),
  event('package.built', { packageId: id, manifestSha256: z.string(), bytes: count, expiresAt: instant }),
  event('package.downloaded', { packageId: id, dataClass: z.string(), fromRegion: z.string(), toRegion: z.string() }),
  event('package.expiring', { packageId: id, expiresAt: instant }),
  event('package.ended', { packageId: id }),
  event('package.renewed', { packageId: id, renewal: count }),
  event('data.moved', { via: z.string(), dataClass: z.string(), fromRegion: z.string(), toRegion: z.string() }),
  event('certificate.issued', {
    certificateId: id,
    kid: z.string(),
    jwsSha256: z.string(),
    supersedes: id.optional(),
    cause: z.enum(CERTIFICATE_CAUSES).optional(),
  }),
  event('statement.issued', { statementId: id, kid: z.string(), jwsSha256: z.string() }),
  event('answer.given', {}),
  event('request.fulfilled', { retained: count }),
  event('request.partly_fulfilled', { retained: count }),
  event('request.refused', { code: z.enum(REFUSAL_CODES), article: z.string() }),
  event('request.appealed', { appealId: id }),
  event('request.followed', { erasureId: id }),
  event('request.withdrawn', {}),
  event('request.lapsed', {}),
  event('request.reopened', {}),
  event('request.shredded', {}),
  event('clock.met', { clockId: z.string() }),
  event('clock.neared', { clockId: z.string(), mark: z.string(), dueAt: instant }),
  event('clock.breached', { clockId: z.string(), dueAt: instant, cause: z.enum(BREACH_CAUSES) }),
  event('question.asked', { questionId: id, about: z.enum(QUESTION_KINDS) }),
  event('question.answered', { questionId: id }),
  event('deadline.extended', { clockId: z.string() }),
  event('clocks.changed', ClocksChanged.shape),
  event('controller.settings_changed', { changes: z.array(SettingChange) }),
  event('key.rotated', { key: z.enum(['master', 'controller']), from: z.string(), to: z.string() }),
  event('key.retired', { key: z.enum(['controller']), id: z.string() }),
  event('calendar.proposed', { ...holidayList, days: count }),
  event('calendar.approved', holidayList),
  event('calendar.rejected', holidayList),
  event('source.added', { sourceId: id, kind: z.string() }),
  event('source.changed', { sourceId: id, fields: z.array(z.string()) }),
  event('source.check_asked', { sourceId: id, checkId: id, purpose: z.enum(['check', 'draft']) }),
  event('source.preview_asked', { sourceId: id, checkId: id, reason: z.string(), erase: z.boolean() }),
  event('source.mapped', { sourceId: id, datasetId: id, version: count }),
  event('source.drifted', { sourceId: id, kinds: DriftKinds }),
  event('source.unreachable', { sourceId: id, fault: z.string() }),
  event('source.mended', { sourceId: id, was: z.enum(['drifted', 'unreachable']) }),
  event('user.signed_in', { userId: id, sessionId: id }),
  event('user.sign_in_failed', { userId: id, reason: z.string() }),
  event('user.signed_out', { userId: id, sessionId: id }),
])
export type Event = z.infer<typeof Event>
export type EventType = Event['type']
