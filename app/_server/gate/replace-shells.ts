import type { ServerResponse } from 'node:http'
import { refusal } from './refusal.ts'

/** How Next opens a page that threw (a fault, `notFound()`): nothing in it is visible before script has run. */
const shellOpening = '<html id="__next_error__"'

/**
 * People without script would see a blank page, so the shell becomes the gate's own page before its first byte; so does
 * any other HTML fault. Answers for machines (JSON, the 503 of a health check) stay as they are.
 */
export function replaceShells(response: ServerResponse, requestId: string): void {
  const original = {
    writeHead: response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse,
    flushHeaders: response.flushHeaders.bind(response),
    write: response.write.bind(response) as (...args: unknown[]) => boolean,
    end: response.end.bind(response) as (...args: unknown[]) => ServerResponse,
  }
  let state: 'undecided' | 'kept' | 'replaced' = 'undecided'

  const isReplaced = (chunk: unknown): boolean => {
    if (state !== 'undecided') return state === 'replaced'
    const { statusCode } = response
    const isFailedPage = !response.headersSent && isHtml(response) && (statusCode >= 500 || opensShell(chunk))
    state = isFailedPage ? 'replaced' : 'kept'
    if (state === 'kept') return false
    for (const name of ['content-encoding', 'etag', 'link', 'transfer-encoding']) response.removeHeader(name)
    const { headers, body } = refusal(statusCode < 500 ? 'not_found' : 'fault', requestId, 'text/html')
    original.writeHead(statusCode, headers)
    original.end(body)
    return true
  }
  /** The head of a page that failed waits for the first bytes of its body: they tell a shell from a page. */
  const mustWait = (status: number) => state !== 'kept' && status >= 400 && isHtml(response)

  Object.assign(response, {
    writeHead(status: number, ...rest: unknown[]) {
      if (!mustWait(status) || rest.length > 0) return original.writeHead(status, ...rest)
      response.statusCode = status
      return response
    },
    flushHeaders: () => mustWait(response.statusCode) || original.flushHeaders(),
    write: (...args: unknown[]) => isReplaced(args[0]) || original.write(...args),
    end: (...args: unknown[]) => (isReplaced(args[0]) ? response : original.end(...args)),
  })
}

const isHtml = (response: ServerResponse) => String(response.getHeader('content-type')).startsWith('text/html')

function opensShell(chunk: unknown): boolean {
  if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) return false
  return Buffer.from(chunk.slice(0, 64)).toString('latin1').includes(shellOpening)
}
