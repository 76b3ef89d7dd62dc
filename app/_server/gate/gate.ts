import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { bareAnswerPolicy, securityHeaders, strictTransport } from '#app/_server/security-headers.ts'
import { log } from '#log'
import { rawRefusal, refusal } from './refusal.ts'
import { replaceShells } from './replace-shells.ts'
import { type Asked, judge, type RefusalReason, type Trust } from './rules.ts'
import { stripHeaders } from './strip-headers.ts'

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

export type GateSettings = Trust & {
  trustedProxies: number
  /** sends Strict-Transport-Security */
  strictTransport: boolean
  /** for hot reload: lets web sockets through and leaves the framework's own fault pages alone */
  dev: boolean
  headersTimeoutMs?: number
  requestTimeoutMs?: number
}

const maxHeaderBytes = 16 * 1024
const lingerMs = 2_000

/** An HTTP server that refuses what no page of ours would send, cleans what is left, and hands it to `handler`. */
export function createGate(handler: Handler, settings: GateSettings): Server {
  const { headersTimeoutMs = 10_000, requestTimeoutMs = 30_000 } = settings
  const server = createServer({
    maxHeaderSize: maxHeaderBytes,
    requireHostHeader: false, // our own rule refuses it, with our headers
    headersTimeout: headersTimeoutMs,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: 5_000,
    connectionsCheckingInterval: Math.min(1_000, headersTimeoutMs),
  })

  const pass = (request: IncomingMessage, response: ServerResponse) => {
    if (refusedSockets.has(request.socket)) return
    const requestId = randomUUID()
    if (settings.strictTransport) response.setHeader('strict-transport-security', strictTransport)
    const reason = judge(asked(request), settings)
    if (reason) return refuse(request, response, reason, requestId)

    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value)
    response.setHeader('content-security-policy', bareAnswerPolicy()) // a page brings its own
    response.setHeader('x-request-id', requestId)
    if (!settings.dev) replaceShells(response, requestId)
    request.headers = stripHeaders(request.headers, request.socket.remoteAddress ?? '', settings.trustedProxies)
    request.headers['x-request-id'] = requestId
    handler(request, response).catch((fault) => {
      log.error({ requestId, fault: fault instanceof Error ? fault.name : 'unknown' }, 'the application threw')
      if (response.headersSent) response.destroy()
      else refuse(request, response, 'fault', requestId)
    })
  }

  server.on('request', pass)
  server.on('checkContinue', (request, response) => {
    if (!judge(asked(request), settings)) response.writeContinue()
    pass(request, response)
  })
  server.on('checkExpectation', (request, response) => refuse(request, response, 'expectation_failed', randomUUID()))
  server.on('connect', (_request, socket) => refuseSocket(socket, 'method_not_allowed'))
  if (!settings.dev) server.on('upgrade', (_request, socket) => refuseSocket(socket, 'malformed'))
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    refuseSocket(socket, socketReasons[error.code ?? ''] ?? 'malformed')
  })
  return server
}

function asked({ method = '', url = '', headers, headersDistinct }: IncomingMessage): Asked {
  return { method, url, headers, hosts: headersDistinct.host ?? [] }
}

/** A refused connection closes: what was sent behind the refused request on it must not run. */
const refusedSockets = new WeakSet<Duplex>()

const socketReasons: Record<string, RefusalReason> = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'too_slow',
}

function refuse(request: IncomingMessage, response: ServerResponse, reason: RefusalReason, requestId: string): void {
  refusedSockets.add(request.socket)
  log.debug({ requestId, reason }, 'refused at the gate')
  const { status, headers, body } = refusal(reason, requestId, request.headers.accept)
  response.writeHead(status, headers)
  if (request.method !== 'HEAD') response.write(body)
  lingerThenEnd(request, response)
}

/** Closing while the client still writes would reset the connection and lose the answer, so its body is drained first, briefly. */
function lingerThenEnd(request: IncomingMessage, response: ServerResponse): void {
  const end = () => {
    clearTimeout(timer)
    response.end()
  }
  const timer = setTimeout(end, lingerMs)
  if (request.readableEnded) end()
  else request.once('end', end).once('close', end).once('error', end)
  request.resume()
}

function refuseSocket(socket: Duplex, reason: RefusalReason): void {
  socket.on('error', () => socket.destroy())
  if (!socket.writable) {
    socket.destroy()
    return
  }
  socket.end(rawRefusal(reason, randomUUID()), () => socket.destroy())
}
