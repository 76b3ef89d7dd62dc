import { cookies, headers } from 'next/headers'
import { notFound, redirect } from 'next/navigation'
import { Temporal } from 'temporal-polyfill'
import { findPublicController, type PublicController } from '#data/controllers/find-public.ts'
import type { Sender } from '#data/drafts/submit.ts'
import { findSession, type SubjectSession } from '#data/subject-sessions/find.ts'
import { type Level, SESSION_MINUTES } from '#data/subject-sessions/start.ts'
import type { Actor } from '#domain/actor.ts'
import { DRAFT_HOURS } from '#domain/draft.ts'
import type { Params } from './handle.ts'
import { currentLocale } from './locale.ts'

export type Subject = Extract<Actor, { kind: 'subject' }>

const DRAFT_COOKIE = '__Host-hakku-draft'
const SUBJECT_COOKIE = '__Host-hakku-subject'
const DOWNLOAD_COOKIE = '__Host-hakku-download'

export const draftCookie = (token: string) => ({
  name: DRAFT_COOKIE,
  value: token,
  maxAgeSeconds: DRAFT_HOURS * 60 * 60,
})
/** A download has a cookie of its own: when its five minutes are over, the status page stays open. */
export const sessionCookie = (token: string, level: Level) => ({
  name: level === 'download' ? DOWNLOAD_COOKIE : SUBJECT_COOKIE,
  value: token,
  maxAgeSeconds: SESSION_MINUTES[level] * 60,
})
export const noSessionCookies = [SUBJECT_COOKIE, DOWNLOAD_COOKIE].map((name) => ({ name, value: '', maxAgeSeconds: 0 }))

/** The portal a page belongs to; an unknown address is a page that does not exist. */
export const portalOf = async (slug: string): Promise<PublicController> =>
  (await findPublicController(slug)) ?? notFound()

export const draftToken = async (): Promise<string | null> => (await cookies()).get(DRAFT_COOKIE)?.value ?? null

/** Whoever is on a portal's form, with the network address that the gate vouches for. */
export async function senderOf(_request: unknown, params: Params): Promise<Sender | null> {
  const controller = await findPublicController(params['controller'] ?? '')
  if (!controller) return null
  return {
    controllerId: controller.id,
    token: await draftToken(),
    locale: await currentLocale(),
    ...(await callerOf()),
  }
}

/** Somebody of whom only the network address is known. */
export const callerOf = async (): Promise<{ address: string }> => ({
  address: (await headers()).get('x-forwarded-for') ?? 'unknown',
})

async function sessionIn(name: string, reference: string): Promise<SubjectSession | null> {
  const token = (await cookies()).get(name)?.value
  const session = token ? await findSession(token, Temporal.Now.instant()) : null
  return session?.reference === reference ? session : null
}

/** Any living session of this request: enough to read the receipt. */
export const receiptHolder = (reference: string): Promise<SubjectSession | null> => sessionIn(SUBJECT_COOKIE, reference)

/** The person whose status page this is, or null: unknown, foreign and expired look the same. */
export async function subjectOf(_request: unknown, params: Params): Promise<Subject | null> {
  const session = await sessionIn(SUBJECT_COOKIE, params['reference'] ?? '')
  if (session?.level !== 'status') return null
  return { kind: 'subject', controllerId: session.controllerId, requestId: session.requestId, level: 'status' }
}

/** The same person within five minutes of a fresh code. */
export async function downloaderOf(request: unknown, params: Params): Promise<Subject | null> {
  const subject = await subjectOf(request, params)
  const session = subject && (await sessionIn(DOWNLOAD_COOKIE, params['reference'] ?? ''))
  return subject && session?.level === 'download' ? { ...subject, level: 'download' } : subject
}

/** For pages: the subject, or on to the page where a code is entered. */
export async function requireSubject(reference: string): Promise<Subject> {
  return (await downloaderOf(null, { reference })) ?? redirect(codePage(reference))
}

/** Where a code is entered; what is no reference at all leads to the page that asks for one. */
export const codePage = (reference: string): string =>
  /^HK-[0-9A-Z]{4}-[0-9A-Z]{4}$/.test(reference) ? `/status/${reference}` : '/status'

export const signInForRequest = (params: Params): string => codePage(params['reference'] ?? '')
