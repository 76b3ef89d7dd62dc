import type { ReactElement } from 'react'

/** Bahasa Indonesia first: UU 27/2022 art. 22(4)(c) asks for it, English is the second language. */
export const LOCALES = ['id', 'en'] as const
export type Locale = (typeof LOCALES)[number]

/** Who answers for the data. `contact` and `dpoContact` become mailto links when they are e-mail addresses. */
export type Controller = { name: string; contact: string; dpoName: string; dpoContact: string }

/**
 * What every notice carries (reference, controller, data protection officer, date with zone, language).
 * Dates and times arrive formatted in the reader's language, zone included. `portalUrl` is the page the mail's
 * button opens: for a subject the status page, without anything personal in it.
 */
export type Notice = AboutSource & { reference: string }

/** What a mail to the team carries that is about no request. */
export type AboutSource = { controller: Controller; portalUrl: string; date: string }

export type Deadline = { when: string; what: string; cite: string }
export type Kept = { category: string; count: number; basis: string; until: string }

/** One mail: its words in both languages, its subject line, its body. */
export type Template<Props extends AboutSource> = {
  text: Record<Locale, object>
  subject: (locale: Locale, props: Props) => string
  component: (props: Props & { locale: Locale }) => ReactElement
}
