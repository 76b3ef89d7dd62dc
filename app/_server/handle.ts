import { randomUUID } from 'node:crypto'
import { type NextRequest, NextResponse } from 'next/server'
import { Temporal } from 'temporal-polyfill'
import type { z } from 'zod'
import type { Actor } from '#domain/actor.ts'
import type { Result } from '#domain/result.ts'
import { log } from '#log'
import { readBody } from './body.ts'
import { FORM_STATE_COOKIE, type FormState, keepFormState } from './form-state.ts'
import { toLocalPath } from './locale-names.ts'
import { ownOrigin } from './own-origin.ts'

export type Params = Record<string, string>
export type HttpRefusal = 400 | 401 | 403 | 404 | 409 | 410 | 413 | 415 | 422 | 429
type Cookie = { name: string; value: string; maxAgeSeconds: number }
type Done = { location: string; cookies?: readonly Cookie[]; json?: object }

type Spec<A, I, T, R extends string> = {
  /** Who is asking. null answers 401, or leads a person to `signIn`. */
  actor: (request: NextRequest, params: Params) => Promise<A | null>
  signIn?: string | ((params: Params) => string)
  /** The body's fields, and those of the path named by `fromPath`, as a strict object. */
  input: z.ZodType<I>
  fromPath?: readonly string[]
  /** The form may carry one small file; its address ends with /evidence, which is what the gate lets through. */
  takesFile?: boolean
  /** of a body without a file, where 64 KiB are too few */
  mostBytes?: number
  verb: (actor: A, input: I, now: Temporal.Instant) => Promise<Result<T, R>>
  /** A status for each reason; its words are `errors.<reason>` in messages. */
  refusals: Record<R, HttpRefusal>
  /** The field that a reason is about, where it is about one. */
  fields?: Partial<Record<R, string>>
  /** The page that shows the form again, with what was typed. */
  page: (params: Params) => string
  /** Where to go next; or the answer itself, such as a file. */
  done: (value: T, params: Params, input: I) => Done | Response
}

type Context = { params: Promise<Params> }

/**
 * The address of a form, opened in the address bar: leads to the page that shows the form. It knows that page from the
 * address alone, so it answers the same for what is there and for what is not.
 */
export const toForm =
  (page: (params: Params) => string) =>
  async (_: NextRequest, context: Context): Promise<Response> =>
    redirect(toLocalPath(page(await context.params)))

/**
 * One write over HTTP: body → actor → one verb → redirect (form) or JSON (fetch). Refusals show the form again with
 * everything that was typed, and the right status; problem+json (RFC 9457) for fetch.
 */
export function handle<A extends Actor | object, I, T, R extends string>(spec: Spec<A, I, T, R>) {
  const POST = async (request: NextRequest, context: Context): Promise<Response> => {
    const params = await context.params
    const page = toLocalPath(spec.page(params))
    const body = await readBody(request, spec)
    if (!body.ok)
      return answerRefusal(request, page, body.reason === 'too_large' ? 413 : 400, {
        errors: {},
        values: {},
        refusal: body.reason,
      })
    const values = textValues(body.value)
    const actor = await spec.actor(request, params)
    if (!actor) return answerNoActor(request, spec, params)
    const given = { ...body.value, ...Object.fromEntries((spec.fromPath ?? []).map((name) => [name, params[name]])) }
    const input = await spec.input.safeParseAsync(given)
    if (!input.success)
      return answerRefusal(request, page, 422, { errors: fieldErrors(input.error), values, refusal: null })
    const result = await spec.verb(actor, input.data, Temporal.Now.instant())
    if (!result.ok) {
      const { reason } = result
      const field = spec.fields?.[reason]
      const said = field ? { errors: { [field]: reason }, refusal: null } : { errors: {}, refusal: reason }
      return answerRefusal(request, page, spec.refusals[reason], { ...said, values })
    }
    return answerDone(request, spec.done(result.value, params, input.data))
  }
  return { GET: toForm(spec.page), POST }
}

const wantsJson = (request: NextRequest): boolean =>
  !(request.headers.get('accept') ?? '').includes('text/html') &&
  ((request.headers.get('content-type') ?? '').startsWith('application/json') ||
    (request.headers.get('accept') ?? '').includes('json'))

const textValues = (body: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))

/** field → code, in the order of the form; the first of a field counts. Zod's own sentences are not for people. */
export function fieldErrors(error: z.ZodError): Record<string, string> {
  const errors: Record<string, string> = {}
  for (const issue of error.issues) {
    const field = String((issue.code === 'unrecognized_keys' ? issue.keys[0] : issue.path[0]) ?? 'form')
    errors[field] ??= /^[a-z_]+$/.test(issue.message) ? issue.message : 'invalid'
  }
  return errors
}

function answerNoActor<A, I, T, R extends string>(request: NextRequest, spec: Spec<A, I, T, R>, params: Params) {
  const to = typeof spec.signIn === 'function' ? spec.signIn(params) : spec.signIn
  return to && !wantsJson(request) ? redirect(to) : problem(401, 'not_signed_in')
}

const redirect = (location: string) => new NextResponse(null, { status: 303, headers: { location } })

const problem = (status: HttpRefusal, reason: string, errors: Readonly<Record<string, string>> = {}) =>
  NextResponse.json(
    {
      type: 'about:blank',
      title: reason,
      status,
      ...(Object.keys(errors).length
        ? { errors: Object.entries(errors).map(([field, code]) => ({ detail: code, pointer: `#/${field}` })) }
        : {}),
    },
    { status, headers: { 'content-type': 'application/problem+json' } },
  )

/** Renders the form's own page again in this process, so that a refused form keeps its words, values and status. */
async function answerRefusal(request: NextRequest, page: string, status: HttpRefusal, state: FormState) {
  if (wantsJson(request)) return problem(status, state.refusal ?? 'invalid', state.errors)
  const token = randomUUID()
  keepFormState(token, state)
  const shown = await fetch(new URL(page, ownOrigin()), {
    headers: {
      cookie: `${request.headers.get('cookie') ?? ''}; ${FORM_STATE_COOKIE}=${token}`,
      accept: 'text/html',
      'accept-language': request.headers.get('accept-language') ?? '',
    },
    redirect: 'manual',
    signal: AbortSignal.timeout(15_000),
  }).catch((error: Error) => {
    log.error({ error: error.name }, 'could not show a form again')
    return null
  })
  if (!shown || shown.status >= 500) return problem(status, state.refusal ?? 'invalid', state.errors)
  if (shown.status >= 300 && shown.status < 400) return redirect(shown.headers.get('location') ?? page)
  const html = (await shown.text()).replaceAll(nonceIn(shown.headers), nonceIn(request.headers))
  // A page that this person may not see is one that is not there, whatever the reason of the refusal was.
  return new NextResponse(html, {
    status: shown.status === 404 ? 404 : status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
  })
}

/** The middleware gave this answer a nonce of its own, so the page shown inside it has to carry that one. */
const nonceIn = (headers: Headers): string =>
  /'nonce-([^']+)'/.exec(headers.get('content-security-policy') ?? '')?.[1] ?? 'no nonce'

function answerDone(request: NextRequest, done: Done | Response) {
  if (done instanceof Response) return done
  const { location, cookies = [], json } = done
  const response = wantsJson(request) ? NextResponse.json(json ?? { location }) : redirect(location)
  for (const { name, value, maxAgeSeconds } of cookies)
    response.cookies.set({
      name,
      value,
      httpOnly: true,
      secure: true,
      sameSite: 'lax',
      path: '/',
      maxAge: maxAgeSeconds,
    })
  return response
}
