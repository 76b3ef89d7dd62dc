import { createHash } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import { bareAnswerPolicy, noStore, securityHeaders } from '#app/_server/security-headers.ts'
import en from '#messages/en.json' with { type: 'json' }
import id from '#messages/id.json' with { type: 'json' }
import { allowedMethods, type RefusalReason, statusOf } from './rules.ts'

const style = `:root{color-scheme:light dark}body{margin:0;font:16px/1.55 system-ui,sans-serif;background:light-dark(#fbfaf7,#14161a);color:light-dark(#1a1d24,#eceef2)}main{max-width:640px;margin:0 auto;padding:48px 16px}h1{font-size:28px;line-height:1.2;margin:0 0 8px}h2{font-size:18px;margin:32px 0 4px}p{margin:0 0 16px}a{color:light-dark(#27367f,#a9b6ff)}small{color:light-dark(#525866,#a6adba)}`
const styleHash = createHash('sha256').update(style).digest('base64')

export type Refusal = { status: number; headers: Record<string, string>; body: string }

/** The gate speaks before any language is known, so people get both; machines get problem details (RFC 9457). */
export function refusal(reason: RefusalReason, requestId: string, accept = ''): Refusal {
  const status = statusOf[reason]
  const html = accept.includes('text/html')
  const body = html ? page(reason, requestId) : problem(reason, requestId)
  const headers: Record<string, string> = {
    ...securityHeaders,
    'content-security-policy': bareAnswerPolicy(html ? styleHash : undefined),
    'cache-control': noStore,
    'content-type': html ? 'text/html; charset=utf-8' : 'application/problem+json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    'x-request-id': requestId,
    connection: 'close',
  }
  if (reason === 'method_not_allowed') headers.allow = allowedMethods.join(', ')
  return { status, headers, body }
}

/** The same refusal as bytes, for a socket on which no request could be parsed. */
export function rawRefusal(reason: RefusalReason, requestId: string): string {
  const { status, headers, body } = refusal(reason, requestId)
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n')
}

function problem(reason: RefusalReason, requestId: string): string {
  const { title, text } = en.errors.gate[reason]
  return JSON.stringify({ type: 'about:blank', title, status: statusOf[reason], detail: text, reason, requestId })
}

function page(reason: RefusalReason, requestId: string): string {
  const [bahasa, english] = [id.errors.gate[reason], en.errors.gate[reason]]
  return `<!doctype html><html lang="id"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${bahasa.title} · Hakku</title><style>${style}</style></head><body><main>
<h1>${bahasa.title}</h1><p>${bahasa.text}</p><p><a href="/">${id.errors.to_start}</a></p>
<div lang="en"><h2>${english.title}</h2><p>${english.text}</p><p><a href="/">${en.errors.to_start}</a></p></div>
<p><small>${id.errors.request_id} · <span lang="en">${en.errors.request_id}</span>: ${requestId}</small></p></main></body></html>`
}
