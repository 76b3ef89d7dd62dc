import { render, toPlainText } from '@react-email/render'
import type { Locale, Template } from './contract.ts'
import { harmless, oneLine } from './plain.ts'
import { type AcknowledgementProps, acknowledgement } from './templates/acknowledgement.tsx'
import { type AnswerProps, answer } from './templates/answer.tsx'
import { type AnswerReadyProps, answerReady } from './templates/answer-ready.tsx'
import { type ClockWarningProps, clockWarning } from './templates/clock-warning.tsx'
import { type ClocksChangedProps, clocksChanged } from './templates/clocks-changed.tsx'
import { type CodeProps, code } from './templates/code.tsx'
import { type ErasureDoneProps, erasureDone } from './templates/erasure-done.tsx'
import { type ErasureScheduledProps, erasureScheduled } from './templates/erasure-scheduled.tsx'
import { type ExpiryWarningProps, expiryWarning } from './templates/expiry-warning.tsx'
import { type IdentityConfirmedProps, identityConfirmed } from './templates/identity-confirmed.tsx'
import { type ManualTaskProps, manualTask } from './templates/manual-task.tsx'
import { type ProcessingStoppedProps, processingStopped } from './templates/processing-stopped.tsx'
import { type ProcessorInstructionProps, processorInstruction } from './templates/processor-instruction.tsx'
import { type QuestionProps, question } from './templates/question.tsx'
import { type RectificationDoneProps, rectificationDone } from './templates/rectification-done.tsx'
import { type RefusalProps, refusal } from './templates/refusal.tsx'
import { type SourceDriftProps, sourceDrift } from './templates/source-drift.tsx'
import { type UnverifiedReminderProps, unverifiedReminder } from './templates/unverified-reminder.tsx'
import { type WithdrawnProps, withdrawn } from './templates/withdrawn.tsx'

/** What each mail needs to know. */
export type MailProps = {
  acknowledgement: AcknowledgementProps
  code: CodeProps
  'identity-confirmed': IdentityConfirmedProps
  'unverified-reminder': UnverifiedReminderProps
  answer: AnswerProps
  'answer-ready': AnswerReadyProps
  'expiry-warning': ExpiryWarningProps
  'erasure-scheduled': ErasureScheduledProps
  'erasure-done': ErasureDoneProps
  'processing-stopped': ProcessingStoppedProps
  question: QuestionProps
  'clocks-changed': ClocksChangedProps
  'rectification-done': RectificationDoneProps
  refusal: RefusalProps
  withdrawn: WithdrawnProps
  'processor-instruction': ProcessorInstructionProps
  'clock-warning': ClockWarningProps
  'manual-task': ManualTaskProps
  'source-drift': SourceDriftProps
}
export type TemplateName = keyof MailProps

/** Every mail Hakku can send. */
export const TEMPLATES: { [Name in TemplateName]: Template<MailProps[Name]> } = {
  acknowledgement,
  code,
  'identity-confirmed': identityConfirmed,
  'unverified-reminder': unverifiedReminder,
  answer,
  'answer-ready': answerReady,
  'expiry-warning': expiryWarning,
  'erasure-scheduled': erasureScheduled,
  'erasure-done': erasureDone,
  'processing-stopped': processingStopped,
  question,
  'clocks-changed': clocksChanged,
  'rectification-done': rectificationDone,
  refusal,
  withdrawn,
  'processor-instruction': processorInstruction,
  'clock-warning': clockWarning,
  'manual-task': manualTask,
  'source-drift': sourceDrift,
}

const SUBJECT_CHARACTERS = 150
const asTyped = ['h1', 'h2'].map((selector) => ({ selector, options: { uppercase: false } }))

export type RenderedMail = { subject: string; html: string; text: string }

/**
 * Renders one mail. Render once and keep the result with its idempotency key: Resend answers 409 when the same key
 * comes back with other content.
 * @throws Error when a link in `props` is not an http(s) address
 */
export async function renderMail<Name extends TemplateName>(mail: {
  template: Name
  locale: Locale
  props: MailProps[Name]
}): Promise<RenderedMail> {
  const { subject, component: Mail } = TEMPLATES[mail.template]
  const props = harmless(mail.props)
  const html = await render(Mail({ ...props, locale: mail.locale }))
  const text = toPlainText(html, { selectors: asTyped })
  return {
    subject: Array.from(oneLine(subject(mail.locale, props)))
      .slice(0, SUBJECT_CHARACTERS)
      .join(''),
    html,
    text,
  }
}
