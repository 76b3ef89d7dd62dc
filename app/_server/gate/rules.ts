import type { IncomingHttpHeaders } from 'node:http'

export type RefusalReason =
  | 'malformed'
  | 'method_not_allowed'
  | 'address_too_long'
  | 'not_found'
  | 'foreign_origin'
  | 'length_required'
  | 'body_too_large'
  | 'unsupported_media'
  | 'headers_too_large'
  | 'too_slow'
  | 'expectation_failed'
  | 'fault'

export const statusOf: Readonly<Record<RefusalReason, number>> = {
  malformed: 400,
  foreign_origin: 403,
  not_found: 404,
  method_not_allowed: 405,
  too_slow: 408,
  length_required: 411,
  body_too_large: 413,
  address_too_long: 414,
  unsupported_media: 415,
  expectation_failed: 417,
  headers_too_large: 431,
  fault: 500,
}

/** @property hosts every Host header sent: Node keeps only the first in `headers` */
export type Asked = { method: string; url: string; hosts: string[]; headers: IncomingHttpHeaders }
/** @property publicOrigin the one origin whose forms are accepted; unset: the origin that Host names */
export type Trust = { publicOrigin?: string | undefined }

export const allowedMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']
const maxUrlLength = 4096
const maxBodyBytes = 1024 * 1024
const maxUploadBytes = 25 * 1024 * 1024
const maxEvidenceBytes = 6 * 1024 * 1024
const maxCallbackBytes = 8 * 1024 * 1024

type Rule = [RefusalReason, (asked: Asked, trust: Trust) => boolean]

/** In order: the first rule that a request breaks names the refusal. */
const rules: Rule[] = [
  ['method_not_allowed', ({ method }) => !allowedMethods.includes(method)],
  ['address_too_long', ({ url }) => url.length > maxUrlLength],
  ['malformed', ({ url }) => !isLocalAddress(url)],
  ['malformed', ({ hosts }) => hosts.length !== 1 || !hosts.every(isHost)],
  ['not_found', ({ headers }) => headers['next-action'] !== undefined],
  ['malformed', (asked) => isSafe(asked) && hasBody(asked)],
  ['foreign_origin', (asked, trust) => !isSafe(asked) && isForeign(asked, trust)],
  ['length_required', ({ headers }) => headers['transfer-encoding'] !== undefined],
  ['body_too_large', ({ url, headers }) => Number(headers['content-length'] ?? 0) > bodyLimitBytes(url)],
  ['unsupported_media', ({ url, headers }) => isMultipart(headers) && !isUpload(url) && !isEvidence(url)],
]

/** What is wrong with a request before any of its body is read, or undefined. */
export function judge(asked: Asked, trust: Trust): RefusalReason | undefined {
  return rules.find(([, breaks]) => breaks(asked, trust))?.[0]
}

const isSafe = ({ method }: Asked) => method === 'GET' || method === 'HEAD'
const isUpload = (url: string) => url.startsWith('/api/uploads/')
/** A page's form with one small file. It passes through the middleware, which cuts at 10 MB. */
const isEvidence = (url: string) => /^\/[^?]*\/evidence$/.test(url)
/** What a source answers later; counted again where it is read. */
const isCallback = (url: string) => url.startsWith('/api/sources/callbacks/')
const limits: readonly [(url: string) => boolean, number][] = [
  [isUpload, maxUploadBytes],
  [isEvidence, maxEvidenceBytes],
  [isCallback, maxCallbackBytes],
]
const bodyLimitBytes = (url: string): number => limits.find(([fits]) => fits(url))?.[1] ?? maxBodyBytes
const isMultipart = (headers: IncomingHttpHeaders) => /^\s*multipart\//i.test(headers['content-type'] ?? '')
const isHost = (host: string) => /^([a-z0-9.-]{1,253}|\[[0-9a-f:.]{2,45}\])(:\d{1,5})?$/i.test(host)

const hasBody = ({ headers }: Asked) =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

/** Origin-form only, and nothing that some reader could take for another host, a control character or a parent folder. */
function isLocalAddress(url: string): boolean {
  if (!/^\/(?!\/)[\x21-\x7e]*$/.test(url)) return false
  const path = url.split('?')[0] ?? ''
  try {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what we refuse
    return !/[\x00-\x1f\x7f\\]|(^|\/)\.\.(\/|$)/.test(decodeURIComponent(path))
  } catch {
    return false
  }
}

/** Browsers name the origin of every unsafe request; machines at /api/ carry a key instead and name none. */
function isForeign({ url, headers }: Asked, { publicOrigin }: Trust): boolean {
  const { origin, 'sec-fetch-site': site } = headers
  if (site === 'cross-site' || site === 'same-site') return true
  if (origin === undefined) return !url.startsWith('/api/')
  if (publicOrigin !== undefined) return origin !== publicOrigin
  return origin !== `http://${headers.host}` && origin !== `https://${headers.host}`
}
