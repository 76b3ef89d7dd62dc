import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { listLocalMail, readLocalMail } from '#data/local-outbox.ts'
import { readEnv } from '#env'
import { sendMail, transportName, transportRegion } from './send.ts'

const mail = {
  to: 'budi@example.id',
  subject: 'Toko Sejahtera: HK-7K4Q-2MPX',
  html: '<p>Halo <b>Budi</b></p>',
  text: 'Halo Budi\n.\nselesai',
  key: 'acknowledge.0192',
}
const settings = (given: Record<string, string>) =>
  readEnv({ LOG_LEVEL: 'silent', MAIL_FROM: 'Hakku <hak@toko.example>', REGION: 'ID', MAIL_REGION: 'SG', ...given })

const closing: (() => Promise<unknown> | unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})
async function listen(server: Server, host = '127.0.0.1'): Promise<number> {
  await new Promise<void>((done) => server.listen(0, host, done))
  closing.push(() => server.close())
  return (server.address() as AddressInfo).port
}
async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'hakku-mail-'))
  closing.push(() => rm(folder, { recursive: true }))
  return folder
}

test('Resend goes before SMTP before the local outbox, each with its country', () => {
  const smtp = { SMTP_URL: 'smtp://127.0.0.1:25' }
  const chosen = [{ RESEND_API_KEY: 'x', ...smtp }, smtp, {}].map(settings)
  expect(chosen.map((each) => [transportName(each), transportRegion(each)])).toEqual([
    ['resend', 'US'],
    ['smtp', 'SG'],
    ['local', 'ID'],
  ])
})

test.each([
  { to: 'a@example.id,b@example.id' },
  { to: 'a@example.id\r\nBcc: b@example.id' },
  { to: 'Budi <a@example.id>' },
  { to: `${'a'.repeat(250)}@example.id` },
  { subject: 'Halo\r\nBcc: b@example.id' },
  { key: '../../etc/passwd' },
  { key: 'a\nb' },
  { messageId: '<a@b>\r\nBcc: c@d.id' },
  { html: 'x'.repeat(500_001) },
  { cc: 'b@example.id' },
])('refuses %j', async (wrong) => {
  const DATA_DIR = await temporaryFolder()
  await expect(sendMail({ ...mail, ...wrong }, settings({ DATA_DIR }))).rejects.toThrow()
  expect(await readdir(DATA_DIR)).toEqual([])
})

test('the local outbox keeps one private file per key, however often and at once it is handed over', async () => {
  const DATA_DIR = await temporaryFolder()
  const local = settings({ DATA_DIR })
  await Promise.all(Array.from({ length: 8 }, () => sendMail(mail, local)))
  expect(await sendMail({ ...mail, text: 'later' }, local)).toEqual({ transport: 'local', region: 'ID' })
  const files = (await readdir(join(DATA_DIR, 'mail'))).filter((name) => !name.startsWith('.'))
  expect(files).toHaveLength(1)
  expect(files[0]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z-acknowledge\.0192\.json$/)
  expect((await stat(join(DATA_DIR, 'mail', files[0] ?? ''))).mode & 0o777).toBe(0o600)
  expect((await readdir(join(DATA_DIR, 'mail'))).filter((name) => name.includes('~'))).toEqual([])
  expect(JSON.parse(await readFile(join(DATA_DIR, 'mail', files[0] ?? ''), 'utf8'))).toMatchObject(mail)
})

test('the local outbox lists newest first and opens only what it lists', async () => {
  const DATA_DIR = await temporaryFolder()
  const local = settings({ DATA_DIR })
  expect(await listLocalMail(DATA_DIR)).toEqual([])
  await sendMail(mail, local)
  await new Promise((done) => setTimeout(done, 5))
  await sendMail({ ...mail, key: 'code.1', messageId: '<a.b@toko.example>' }, local)
  const listed = await listLocalMail(DATA_DIR)
  expect(listed.map(({ key }) => key)).toEqual(['code.1', 'acknowledge.0192'])
  expect(await readLocalMail(listed[0]?.id ?? '', DATA_DIR)).toEqual(listed[0])
  for (const id of ['', '.keys/code.1', '../x', '2026-01-01T00:00:00.000Z-a/../../x', `${listed[0]?.id}.json`])
    expect(await readLocalMail(id, DATA_DIR)).toBeNull()
})

/** A relay that speaks just enough SMTP; `answer` can refuse a command. */
async function relay(answer: (line: string) => string | undefined = () => undefined, host?: string) {
  const heard: string[] = []
  const server = createTcpServer((socket) => {
    let data = false
    let rest = ''
    socket.setEncoding('utf8').on('error', () => undefined)
    socket.write('220 relay\r\n')
    socket.on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\r\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        heard.push(line)
        if (data && line !== '.') continue
        const wasData = data
        data = line === 'DATA' && !answer(line)
        socket.write(
          `${answer(line) ?? (data ? '354 go on' : wasData ? '250 queued' : line === 'QUIT' ? '221 bye' : '250 ok')}\r\n`,
        )
      }
    })
  })
  return { heard, port: await listen(server, host) }
}

test('SMTP hands one mail to one recipient, with a Message-ID made from the key', async () => {
  const { heard, port } = await relay()
  const sent = await sendMail(mail, settings({ SMTP_URL: `smtp://127.0.0.1:${port}` }))
  expect(sent).toEqual({ transport: 'smtp', region: 'SG' })
  expect(heard.filter((line) => line.startsWith('RCPT'))).toEqual(['RCPT TO:<budi@example.id>'])
  expect(heard).toContain('MAIL FROM:<hak@toko.example>')
  expect(heard).toContain('Message-ID: <acknowledge.0192@toko.example>')
  expect(heard).toContain('Auto-Submitted: auto-generated')
  expect(heard).toContain('From: Hakku <hak@toko.example>')
  expect(heard).toContain('..')
  expect(heard.join('\n')).toContain(mail.html)
})

test('a refusal by the relay is a fault that does not repeat the address', async () => {
  const { port } = await relay((line) => (line.startsWith('RCPT') ? '550 5.1.1 <budi@example.id> unknown' : undefined))
  const fault = await sendMail(mail, settings({ SMTP_URL: `smtp://127.0.0.1:${port}` })).catch(
    (thrown: unknown) => thrown,
  )
  expect(String(fault)).toMatch(/smtp did not take mail acknowledge\.0192: EENVELOPE 550/)
  expect(JSON.stringify(fault, Object.getOwnPropertyNames(fault))).not.toContain('budi')
})

test('a relay that is not this machine must speak TLS unless the setting waives it', async () => {
  const noTls = (line: string) => (line === 'STARTTLS' ? '502 not here' : undefined)
  const { heard, port } = await relay(noTls, '127.0.0.2')
  const url = `smtp://127.0.0.2:${port}`
  await expect(sendMail(mail, settings({ SMTP_URL: url }))).rejects.toThrow('smtp did not take mail')
  expect(heard.filter((line) => /^(MAIL|RCPT|DATA)/.test(line))).toEqual([])
  await sendMail(mail, settings({ SMTP_URL: `${url}?requireTLS=false` }))
  expect(heard).toContain('DATA')
})

async function fakeResend(status: number, body: object) {
  const seen: { url: string | undefined; headers: IncomingHttpHeaders; body: unknown }[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    seen.push({ url: request.url, headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString()) })
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  const port = await listen(server)
  process.env.RESEND_BASE_URL = `http://127.0.0.1:${port}`
  closing.push(() => {
    delete process.env.RESEND_BASE_URL
    server.closeAllConnections()
  })
  return seen
}

test('Resend gets one recipient and the key as its Idempotency-Key', async () => {
  const seen = await fakeResend(200, { id: '49a3999c-0ce1-4ea6-ab68-afcd6dc2e794' })
  const sent = await sendMail(mail, settings({ RESEND_API_KEY: 're_test' }))
  expect(sent).toEqual({ transport: 'resend', region: 'US' })
  expect(seen).toHaveLength(1)
  expect(seen[0]).toMatchObject({
    url: '/emails',
    headers: { 'idempotency-key': 'acknowledge.0192', authorization: 'Bearer re_test' },
    body: { to: mail.to, from: 'Hakku <hak@toko.example>', html: mail.html, text: mail.text },
  })
})

test.each([422, 429, 500])('a %i from Resend is a fault that does not repeat the address', async (status) => {
  await fakeResend(status, { name: 'validation_error', statusCode: status, message: 'budi@example.id is wrong' })
  const fault = await sendMail(mail, settings({ RESEND_API_KEY: 're_test' })).catch((thrown: unknown) => thrown)
  expect(String(fault)).toContain(`resend did not take mail acknowledge.0192: validation_error (${status})`)
  expect(JSON.stringify(fault, Object.getOwnPropertyNames(fault))).not.toContain('budi')
})
