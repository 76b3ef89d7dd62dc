import type { IncomingHttpHeaders, Server, ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createGate, type GateSettings, type Handler } from './gate.ts'

type Seen = { method: string; url: string; headers: IncomingHttpHeaders; body: string }
let seen: Seen[] = []

const echo: Handler = async (request, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body })
  if (request.url === '/throws') throw new Error('a fault')
  const answer = answers[request.url ?? '']
  if (answer) return writeInParts(response, ...answer)
  response.end('through')
}

const settings: GateSettings = {
  trustedProxies: 0,
  strictTransport: true,
  dev: false,
  headersTimeoutMs: 400,
  requestTimeoutMs: 800,
}

/** status, media type and opening of what the application answers at each address */
const answers: Record<string, [number, string, string]> = {
  '/fault-page': [503, 'text/html; charset=utf-8', 'first half, '],
  '/not-ready': [503, 'application/json', 'first half, '],
  '/shell': [404, 'text/html; charset=utf-8', '<!DOCTYPE html><html id="__next_error__"><head>'],
  '/missing': [404, 'text/html; charset=utf-8', '<!DOCTYPE html><html lang="id">words'],
}

async function writeInParts(response: ServerResponse, code: number, mediaType: string, opening: string): Promise<void> {
  response.statusCode = code
  response.setHeader('content-type', mediaType)
  response.setHeader('content-encoding', 'identity')
  response.flushHeaders()
  response.write(Buffer.from(opening))
  response.end('second half')
}

async function listen(handler: Handler, given: GateSettings): Promise<{ server: Server; port: number }> {
  const server = createGate(handler, given)
  await new Promise<void>((ready) => {
    server.listen(0, '127.0.0.1', ready)
  })
  return { server, port: (server.address() as AddressInfo).port }
}

let server: Server
let port: number
beforeAll(async () => {
  const started = await listen(echo, settings)
  server = started.server
  port = started.port
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  seen = []
})

/** Writes bytes as they are and reads until the server closes. */
function send(bytes: string, to = port): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(to, '127.0.0.1', () => socket.write(bytes))
    socket.setEncoding('latin1')
    socket.on('data', (chunk) => {
      answer += chunk
    })
    socket.on('close', () => resolve(answer))
    socket.on('error', (error) => (answer ? resolve(answer) : reject(error)))
  })
}

const ask = (line: string, headers: string[] = [], body = '', host = `Host: 127.0.0.1:${port}`) =>
  `${line} HTTP/1.1\r\n${[host, 'Connection: close', ...headers].join('\r\n')}\r\n\r\n${body}`
const ours = () => `Origin: http://127.0.0.1:${port}`
const form = 'Content-Type: application/x-www-form-urlencoded'
const status = (answer: string) => Number(answer.split(' ')[1])

const long = 'a'.repeat(5000)
const hostile: [string, number, () => string][] = [
  ['TRACE', 405, () => ask('TRACE /')],
  ['OPTIONS *', 405, () => ask('OPTIONS *')],
  [
    'OPTIONS with a preflight',
    405,
    () => ask('OPTIONS /api/x', ['Origin: http://evil.example', 'Access-Control-Request-Method: POST']),
  ],
  ['CONNECT', 405, () => ask('CONNECT evil.example:443')],
  ['PROPFIND', 405, () => ask('PROPFIND /')],
  ['an unknown method', 400, () => ask('HELLO /')],
  ['absolute-form URI', 400, () => ask('GET http://evil.example/')],
  ['two leading slashes', 400, () => ask('GET //evil.example/')],
  ['a backslash', 400, () => ask('GET /\\evil.example')],
  ['an encoded backslash', 400, () => ask('GET /%5cevil.example')],
  ['an encoded NUL', 400, () => ask('GET /a%00b')],
  ['an encoded line break', 400, () => ask('GET /a%0d%0ab')],
  ['a broken escape', 400, () => ask('GET /%zz')],
  ['broken UTF-8', 400, () => ask('GET /%c3%28')],
  ['a parent folder', 400, () => ask('GET /a/../desk')],
  ['an encoded parent folder', 400, () => ask('GET /a/%2e%2e/desk')],
  ['a long address', 414, () => ask(`GET /${long}`)],
  ['no Host', 400, () => 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n'],
  ['a Host with a path', 400, () => ask('GET /', [], '', 'Host: evil.example/x')],
  ['two Hosts', 400, () => ask('GET /', ['Host: evil.example'])],
  ['a header of 20 KB', 431, () => ask('GET /', [`X-Long: ${long.repeat(4)}`])],
  ['a header with a NUL', 400, () => ask('GET /', ['X-Nul: a\0b'])],
  ['a header name with a space', 400, () => ask('GET /', ['X Bad: 1'])],
  ['a folded header', 400, () => ask('GET /', ['X-Folded: a', ' b'])],
  ['a Server Action', 404, () => ask('POST /', [ours(), 'Next-Action: 40f0'])],
  ['a GET with a body', 400, () => ask('GET /', ['Content-Length: 2'], 'hi')],
  [
    'a foreign Origin',
    403,
    () => ask('POST /language', ['Origin: http://evil.example', form, 'Content-Length: 1'], 'a'),
  ],
  ['a null Origin', 403, () => ask('POST /language', ['Origin: null', form, 'Content-Length: 1'], 'a')],
  ['a garbage Origin', 403, () => ask('POST /language', ['Origin: \\\\', 'Content-Length: 0'])],
  [
    'an Origin that begins like ours',
    403,
    () => ask('POST /language', [`${ours()}.evil.example`, 'Content-Length: 0']),
  ],
  ['a missing Origin', 403, () => ask('POST /language', ['Content-Length: 0'])],
  [
    'a forged X-Forwarded-Host',
    403,
    () => ask('POST /', ['Origin: http://evil.example', 'X-Forwarded-Host: evil.example', 'Content-Length: 0']),
  ],
  ['a cross-site fetch', 403, () => ask('POST /', [ours(), 'Sec-Fetch-Site: cross-site', 'Content-Length: 0'])],
  ['a foreign Origin at the API', 403, () => ask('DELETE /api/x', ['Origin: http://evil.example'])],
  ['a body over 1 MiB', 413, () => ask('POST /', [ours(), form, 'Content-Length: 1048577'], 'a'.repeat(1048577))],
  ['a body over the upload limit', 413, () => ask('POST /api/uploads/x', [ours(), 'Content-Length: 26214401'])],
  [
    'an over-long body announced first',
    413,
    () => ask('POST /', [ours(), 'Content-Length: 99999999', 'Expect: 100-continue']),
  ],
  ['an unknown expectation', 417, () => ask('POST /', [ours(), 'Content-Length: 0', 'Expect: coffee'])],
  ['a chunked body', 411, () => ask('POST /', [ours(), form, 'Transfer-Encoding: chunked'], '1\r\na\r\n0\r\n\r\n')],
  [
    'length and chunks together',
    400,
    () => ask('POST /', [ours(), 'Content-Length: 3', 'Transfer-Encoding: chunked'], '0\r\n\r\n'),
  ],
  ['two lengths', 400, () => ask('POST /', [ours(), 'Content-Length: 3', 'Content-Length: 4'], 'abcd')],
  ['a negative length', 400, () => ask('POST /', [ours(), 'Content-Length: -1'])],
  [
    'multipart to a page',
    415,
    () => ask('POST /', [ours(), 'Content-Type: multipart/form-data; boundary=x', 'Content-Length: 3'], '--x'),
  ],
  ['a web socket', 400, () => `GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`],
  ['TLS on a plain port', 400, () => '\x16\x03\x01\x02\x00\x01\x00\x01\xfc'],
  ['headers that never end', 408, () => 'GET / HTTP/1.1\r\nHost: a\r\nX-Slow: '],
]

describe('what no page of ours would send', () => {
  test.each(hostile)('%s → %i', async (_name, expected, request) => {
    const answer = await send(request())
    expect(status(answer)).toBe(expected)
    expect(answer).toContain("content-security-policy: default-src 'none'")
    expect(answer).toContain('x-content-type-options: nosniff')
    expect(answer).toContain('cache-control: no-store')
    expect(answer).toMatch(/x-request-id: [0-9a-f-]{36}/)
    expect(seen).toEqual([])
  })

  test('a body that never arrives ends in 408', async () => {
    const answer = await send(ask('POST /', [ours(), form, 'Content-Length: 10'], 'abc'))
    expect(status(answer)).toBe(408)
  })

  test('a second request behind a refused one is not read', async () => {
    const answer = await send(`TRACE / HTTP/1.1\r\nHost: a\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n`)
    expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1)
    expect(seen).toEqual([])
  })
})

describe('what passes', () => {
  test('our own form, with its body', async () => {
    const answer = await send(ask('POST /language', [ours(), form, 'Content-Length: 9'], 'locale=en'))
    expect(status(answer)).toBe(200)
    expect(answer).toContain('strict-transport-security: max-age=63072000')
    expect(seen[0]?.body).toBe('locale=en')
  })

  test('a machine at the API, which names no origin', async () => {
    expect(status(await send(ask('POST /api/requests', ['Content-Length: 2'], '{}')))).toBe(200)
  })

  test('a body of exactly 1 MiB', async () => {
    const answer = await send(ask('POST /', [ours(), form, 'Content-Length: 1048576'], 'a'.repeat(1048576)))
    expect(status(answer)).toBe(200)
  })

  test('an upload beyond 1 MiB', async () => {
    const upload = ['Content-Type: multipart/form-data; boundary=x', 'Content-Length: 1048577']
    expect(status(await send(ask('POST /api/uploads/x', [ours(), ...upload], 'a'.repeat(1048577))))).toBe(200)
  })

  test('Expect: 100-continue is answered, then the request', async () => {
    const answer = await send(ask('POST /', [ours(), form, 'Content-Length: 1', 'Expect: 100-continue'], 'a'))
    expect(answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200/)
  })

  test('without the headers by which the inside talks to itself', async () => {
    const forged = [
      'X-Middleware-Subrequest: middleware:middleware',
      'X-Hakku-Locale: en',
      'Purpose: prefetch',
      'Next-Router-Prefetch: 1',
      'X-Forwarded-Host: evil.example',
      'X-Forwarded-For: 203.0.113.9',
      'X-Forwarded-Proto: https',
      'X-Request-Id: mine',
      'TE: trailers',
      'Accept-Encoding: gzip',
      'Accept: text/html',
      'Accept-Language: id',
    ]
    await send(ask('GET /', forged))
    const { 'x-request-id': requestId, ...headers } = seen[0]?.headers ?? {}
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/)
    expect(headers).toEqual({
      host: `127.0.0.1:${port}`,
      accept: 'text/html',
      'accept-language': 'id',
      'x-forwarded-for': '127.0.0.1',
    })
  })
})

test('with a public address, only its origin may post, whatever Host says', async () => {
  const proxied = await listen(echo, { ...settings, publicOrigin: 'https://hak.example.id' })
  const post = (origin: string) => send(ask('POST /', [`Origin: ${origin}`, 'Content-Length: 0']), proxied.port)
  expect(status(await post('https://hak.example.id'))).toBe(200)
  expect(status(await post(`http://127.0.0.1:${port}`))).toBe(403)
  proxied.server.close()
})

describe('words', () => {
  test('people get both languages and no script', async () => {
    const answer = await send(ask('TRACE /', ['Accept: text/html,*/*']))
    expect(answer).toContain('Cara ini tidak didukung')
    expect(answer).toContain('Not supported')
    expect(answer).not.toContain('<script')
  })
  test('machines get problem details', async () => {
    const answer = await send(ask('DELETE /', ['Accept: application/json']))
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({ status: 403, reason: 'foreign_origin' })
  })
  test('a fault page of the application becomes ours, whole', async () => {
    const answer = await send(ask('GET /fault-page'))
    expect(status(answer)).toBe(503)
    expect(answer).toContain('Ada gangguan di sisi kami')
    expect(answer).not.toMatch(/half|identity/)
  })
  test('the blank shell of a missing page becomes ours', async () => {
    const answer = await send(ask('GET /shell'))
    expect(status(answer)).toBe(404)
    expect(answer).toContain('Halaman tidak ditemukan')
    expect(answer).not.toContain('__next_error__')
  })
  test('a missing page that says something itself stays', async () => {
    expect(await send(ask('GET /missing'))).toMatch(/lang="id">words[\s\S]*second half/)
  })
  test('a machine gets its own answer to a fault', async () => {
    const answer = await send(ask('GET /not-ready'))
    expect(answer).toContain('first half')
    expect(answer).not.toContain('gangguan')
  })
  test('a fault of the application is a page of ours, without its message', async () => {
    const answer = await send(ask('GET /throws', ['Accept: text/html']))
    expect(status(answer)).toBe(500)
    expect(answer).toContain('Something went wrong on our side')
    expect(answer).not.toContain('a fault')
  })
})
