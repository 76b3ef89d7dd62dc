import type { Temporal } from 'temporal-polyfill'
import { type Correspondence, findCorrespondence } from '#data/notices/find-correspondence.ts'
import { recordNotice } from '#data/notices/record.ts'
import { inOrderOfPromise, promiseSentence, seenAt } from '#domain/clock/promise-words.ts'
import { formatInstant } from '#domain/clock/wording.ts'
import type { EventType } from '#domain/event.ts'
import type { Notice } from '#emails/contract.ts'
import { renderMail } from '#emails/render.ts'
import { sendMail, transportRegion } from '#emails/send.ts'
import type { MailProps, TemplateName } from '#emails/template.ts'
import { env } from '#env'
import { defineJob, type EventJob } from './define.ts'

/** Thrown instead of sending: this controller's mail may not be stored in the transport's country. */
export class ResidencyError extends Error {
  override name = 'ResidencyError'
}

const publicUrl = (): string => (env.PUBLIC_URL ?? `http://localhost:${env.PORT}`).replace(/\/$/, '')
export const pageUrl = (path: string): string => `${publicUrl()}${path}`

export const when = (instant: Temporal.Instant, { controller, locale }: Correspondence): string =>
  formatInstant(instant, controller.zone, locale)

/** Every promise that still matters as a sentence, the one that binds first. */
export const promises = ({ clocks, controller, locale }: Correspondence, now: Temporal.Instant): string[] =>
  inOrderOfPromise(clocks.map((clock) => seenAt(clock, now)))
    .filter(({ state, stopEvent }) => stopEvent !== 'acknowledged' && state !== 'void')
    .map((clock) => promiseSentence(clock, controller.zone, locale))

export function refuseForeignTransport(controller: { foreignMail: boolean }): void {
  if (transportRegion() !== env.REGION && !controller.foreignMail)
    throw new ResidencyError('mail would leave the country')
}

type Own<Name extends TemplateName> = Omit<MailProps[Name], keyof Notice>

/**
 * A job that mails one template when an event happened. `props` answers null when there is nothing to say (any more).
 * The mail's key is the event's: a repeat after a crash is the same mail to the transport.
 */
export const notifyOn = <Name extends TemplateName>(
  on: EventType,
  template: Name,
  props: (about: Correspondence, now: Temporal.Instant) => Promise<Own<Name> | null> | Own<Name> | null,
): EventJob =>
  defineJob({
    name: `mail-${template}`,
    on: [on],
    lane: 'swift',
    retry: { attempts: 8, delayMs: 1_000 },
    async run(payload, { now }) {
      const actor = { kind: 'system', controllerId: payload.controllerId, job: `mail-${template}` } as const
      const about = await findCorrespondence(actor, payload)
      const own = about && (await props(about, now()))
      if (!about || !own) return
      const { controller, reference, locale } = about
      refuseForeignTransport(controller)
      const shared: Notice = { controller, reference, portalUrl: pageUrl('/status'), date: when(about.at, about) }
      const mail = await renderMail({ template, locale, props: { ...shared, ...own } as unknown as MailProps[Name] })
      const sent = await sendMail({ ...mail, to: about.email, key: `${template}.${payload.eventId}` })
      await recordNotice(
        actor,
        { requestId: about.requestId, eventId: payload.eventId, kind: template, ...sent },
        now(),
      )
    },
  })
