import { cookies } from 'next/headers'
import { Temporal } from 'temporal-polyfill'
import { findRespondent, RESPONDENT_HOURS, type Respondent } from '#data/inquiries/link.ts'
import type { Params } from './handle.ts'

const COOKIE = '__Host-hakku-answer'

export const ANSWERS = '/answers'
export const answerCookie = (session: string) => ({
  name: COOKIE,
  value: session,
  maxAgeSeconds: RESPONDENT_HOURS * 60 * 60,
})

/** Somebody outside who opened a link of theirs; null once that is over. */
export async function respondent(): Promise<Respondent | null> {
  const session = (await cookies()).get(COOKIE)?.value
  return session ? findRespondent(session, Temporal.Now.instant()) : null
}

export const linkAddress = ({ inquiryId = '', token = '' }: Params): string =>
  `/answers/${encodeURIComponent(inquiryId)}/${encodeURIComponent(token)}`
