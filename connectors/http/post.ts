import { type LookupAddress, lookup as resolveName } from 'node:dns'
import { type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { LookupFunction } from 'node:net'
import { type FaultKind, SourceFault } from '#connectors/contract.ts'
import { isSignedWebhook, signWebhook } from '#crypto/webhook.ts'
import type { HttpConnection } from '#domain/connection.ts'
import { MOST_ANSWER_BYTES } from '#domain/http-answer.ts'
import { env } from '#env'
import { isAllowedAddress, isLoopbackAddress, mayCall, type Networks } from './address.ts'

const TIMEOUT_MS = 30_000

export type Posted = { status: number; retryAfter: string | undefined; text: string }
export type Message = { id: string; url: URL; body: string; nowSeconds: number }

const networks = (): Networks => ({ allowed: env.HTTP_SOURCE_NETWORKS, loopback: env.HTTP_SOURCE_LOOPBACK })

type Resolve = (
  name: string,
  options: { all: true },
  done: (error: Error | null, addresses: LookupAddress[]) => void,
) => void

/**
 * Resolves a name once, and lets through only addresses that may be called. The connection is made to what comes out of
 * here, so a name that means another address a moment later changes nothing.
 */
export const guardedLookup =
  (isAllowed: (address: string) => boolean, resolve: Resolve = resolveName): LookupFunction =>
  (name, options, done) =>
    resolve(name, { all: true }, (error, addresses) => {
      if (error) return done(error, [])
      const [first] = addresses
      if (!first || !addresses.every(({ address }) => isAllowed(address)))
        return done(Object.assign(new Error('address not allowed'), { code: FORBIDDEN }), [])
      return options.all ? done(null, addresses) : done(null, first.address, first.family)
    })

/**
 * Posts one signed message. Follows nothing, keeps no connection, and reads no more than an answer may hold.
 * @throws SourceFault
 */
export async function postSigned(
  connection: HttpConnection,
  message: Message,
  signal: AbortSignal,
  timeoutMs = TIMEOUT_MS,
): Promise<Posted> {
  const { url, id, body, nowSeconds } = message
  const known = networks()
  if (!mayCall(url, known)) throw new SourceFault('address_forbidden')
  const isPlain = url.protocol === 'http:'
  const isAllowed = (address: string) => isAllowedAddress(address, known) && (!isPlain || isLoopbackAddress(address))
  const timeout = AbortSignal.timeout(timeoutMs)
  const options: RequestOptions = {
    method: 'POST',
    agent: false,
    lookup: guardedLookup(isAllowed),
    signal: AbortSignal.any([signal, timeout]),
    headers: {
      ...signWebhook(connection.secret, id, nowSeconds, body),
      'idempotency-key': `"${id}"`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      accept: 'application/json',
      'accept-encoding': 'identity',
      'user-agent': 'Hakku',
    },
  }
  try {
    const response = await send(url, options, body)
    const text = await readText(response)
    checkSignature(connection, response, text, message)
    return { status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'], text }
  } catch (error) {
    if (error instanceof SourceFault) throw error
    if (signal.aborted) throw new SourceFault('cancelled')
    throw new SourceFault(timeout.aborted ? 'timeout' : faultOf(error))
  }
}

const send = (url: URL, options: RequestOptions, body: string): Promise<IncomingMessage> =>
  new Promise((answered, failed) => {
    const request = (url.protocol === 'http:' ? requestHttp : requestHttps)(url, options, answered)
    request.on('error', failed)
    request.end(body)
  })

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MOST_ANSWER_BYTES) {
      response.destroy()
      throw new SourceFault('answer_too_large')
    }
    chunks.push(chunk)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  } catch {
    throw new SourceFault('answer_invalid')
  }
}

/** TLS says who answers; where the answer is signed too, the signature must be right and of this very message. */
function checkSignature(
  { secret }: HttpConnection,
  { headers }: IncomingMessage,
  text: string,
  { id, nowSeconds }: Message,
): void {
  const one = (name: string) => {
    const value = headers[name]
    return typeof value === 'string' ? value : undefined
  }
  const signature = one('webhook-signature')
  if (signature === undefined) return
  const given = {
    'webhook-id': one('webhook-id'),
    'webhook-timestamp': one('webhook-timestamp'),
    'webhook-signature': signature,
  }
  if (given['webhook-id'] !== id || !isSignedWebhook(secret, given, text, nowSeconds))
    throw new SourceFault('signature_wrong')
}

const FORBIDDEN = 'ADDRESS_FORBIDDEN'
const BY_CODE: Readonly<Record<string, FaultKind>> = {
  [FORBIDDEN]: 'address_forbidden',
  ECONNREFUSED: 'connection_refused',
  EHOSTUNREACH: 'connection_refused',
  ENETUNREACH: 'connection_refused',
  ENOTFOUND: 'host_not_found',
  EAI_AGAIN: 'host_not_found',
  ETIMEDOUT: 'timeout',
  ECONNRESET: 'connection_lost',
  EPIPE: 'connection_lost',
  EPROTO: 'certificate_untrusted',
}

function faultOf(error: unknown): FaultKind {
  const known = String((error as { code?: unknown }).code)
  if (known.startsWith('HPE_')) return 'answer_invalid'
  if (/CERT|TLS|SSL|SIGNATURE|ISSUER/.test(known)) return 'certificate_untrusted'
  return BY_CODE[known] ?? 'connection_lost'
}
