import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newWebhookSecret } from '#crypto/webhook.ts'
import { acceptCode } from '#data/codes/accept.ts'
import { askCode } from '#data/codes/ask.ts'
import { transact } from '#data/db.ts'
import { answerPersonTask } from '#data/inquiries/answer-person.ts'
import { findPersonTask } from '#data/inquiries/find-person-task.ts'
import { findRespondent, openLink } from '#data/inquiries/link.ts'
import { listLocalMail, readLocalMail } from '#data/local-outbox.ts'
import { approveRequest } from '#data/requests/approve.ts'
import { fileRequest } from '#data/requests/file.ts'
import { submitForReview } from '#data/requests/submit-for-review.ts'
import { ensureSigningKey } from '#data/signing-keys/ensure.ts'
import { connectSource } from '#data/sources/connect.ts'
import { filing, newController } from '#data/test-controller.ts'
import type { Connection } from '#domain/connection.ts'
import type { Filing } from '#domain/filing.ts'
import { ManualAnswer } from '#domain/manual-task.ts'
import { EraseOutcome } from '#domain/outcome.ts'
import { recordsMap } from '#domain/source/records-map.ts'
import { StopOutcome } from '#domain/stop-outcome.ts'
import { now, until } from './test-worker.ts'
import { startWorker } from './worker.ts'

const PURPOSES = `hakku_meta: {purposes: [{key: iklan, label: {id: Iklan, en: Adverts}}, {key: kabar, label: {id: Kabar, en: News}}]}`
const CONTACTS = `dataset:
  - fides_key: crm
    ${PURPOSES}
    collections: [{name: contacts, fields: [{name: id, fides_meta: {primary_key: true}}, {name: name}]}]
`
const ARCHIVE = recordsMap('arsip').replace('fides_key: arsip', `fides_key: arsip\n    ${PURPOSES}`)
const RINA = 'rina@arsip.example'

let stopWorker = async () => {}
beforeAll(async () => {
  await ensureSigningKey(now())
  stopWorker = await startWorker({ prefix: `test-${randomUUID().slice(0, 8)}` })
}, 60_000)
afterAll(() => stopWorker())

/** The example receiver as a process of its own, and each line that it says. */
async function receiverProcess(secret: string) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'jobs/test-receiver.ts', secret], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const said: Record<string, unknown>[] = []
  createInterface({ input: child.stdout }).on('line', (line) => said.push(JSON.parse(line)))
  const [first] = await until('the receiver', async () => said.length > 0 && said)
  return { url: `http://127.0.0.1:${first?.port}/hakku`, said, stop: () => child.kill('SIGTERM') }
}

const mailTo = (email: string, part: string, seen: readonly string[] = []) =>
  until(`${part} to ${email}`, async () => {
    for (const { id, to } of await listLocalMail())
      if (to === email && id.includes(part) && !seen.includes(id))
        return { id, text: (await readLocalMail(id))?.text ?? '' }
    return null
  })

/** A controller with one source that answers for itself, and a request there whose contact is proved. */
async function proved(kind: 'http' | 'manual', connection: Connection, yaml: string, change: Partial<Filing>) {
  const home = await newController({ cancelWindowMinutes: 0 })
  const source = { id: randomUUID(), key: 'crm', name: 'CRM', kind, region: 'ID', backupDays: 7 } as const
  await connectSource(home.system, { ...source, connection, yaml }, now())
  const email = `${randomUUID()}@example.id`
  const filed = await fileRequest(
    home.visitor,
    { filing: filing({ ...change, email }), locale: 'id', channel: 'portal', submissionKey: randomUUID() },
    now(),
  )
  if (!filed.ok) throw new Error(filed.reason)
  const { id, reference } = filed.value
  await askCode({ address: '127.0.0.1' }, { reference }, now())
  const code = /\b\d{6}\b/.exec((await mailTo(email, '-code.')).text)?.[0] ?? ''
  expect(await acceptCode({ address: '127.0.0.1' }, { reference, code }, now())).toMatchObject({ ok: true })
  const request = () => transact(home.system, (tx) => tx.request.findUniqueOrThrow({ where: { id } }))
  const taskDone = (purpose: string) =>
    until(`${purpose} to end`, () =>
      transact(home.system, (tx) => tx.task.findFirst({ where: { requestId: id, purpose, state: 'done' } })),
    )
  return { ...home, id, reference, email, request, taskDone }
}

/** Opens the newest link of Rina's, as a browser would, and answers. */
async function answeredByRina(seen: string[], given: object) {
  const mail = await mailTo(RINA, '-manual-task.', seen)
  seen.push(mail.id)
  const [, inquiryId = '', token = ''] = /\/answers\/([^/\s]+)\/(\S+)/.exec(mail.text) ?? []
  const opened = await openLink({}, { inquiryId, token }, now())
  const actor = opened.ok ? await findRespondent(opened.value.session, now()) : null
  if (!actor) throw new Error('no session')
  const task = await findPersonTask(actor, inquiryId, now())
  const answer = ManualAnswer.parse({ inquiryId, note: 'Dicari di lemari arsip A', ...given })
  expect(await answerPersonTask(actor, answer, now())).toEqual({ ok: true, value: null })
  return task
}
const toRina = {
  person: { outsider: 'Bu Rina', email: RINA, locale: 'id' },
  answerHours: 24,
  instructions: '',
} as const

test('a withdrawn consent stops in another system, which is told the purposes and nothing else', async () => {
  const secret = newWebhookSecret()
  const receiver = await receiverProcess(secret)
  try {
    const connection = { url: receiver.url, secret, answerHours: 24 }
    const filed = { right: 'consent_withdrawal', purposes: ['iklan'] } as const
    const request = await proved('http', connection, CONTACTS, { ...filed, purposes: [...filed.purposes] })
    const task = await request.taskDone('stop')
    expect(StopOutcome.parse(task.outcome).purposes).toMatchObject([{ key: 'iklan', way: 'stated' }])
    expect(receiver.said.slice(1)).toEqual([{ stopped: ['iklan'], whose: [{ label: 'email', value: request.email }] }])
    expect((await mailTo(request.email, '-processing-stopped.')).text).toContain('Iklan')
  } finally {
    receiver.stop()
  }
})

test('a withdrawn consent stops in a filing cabinet, by the word of whoever looks after it', async () => {
  const seen = (await listLocalMail()).map(({ id }) => id)
  const filed = { right: 'consent_withdrawal' as const, purposes: ['iklan', 'kabar'] }
  const request = await proved('manual', toRina, ARCHIVE, filed)
  expect((await answeredByRina(seen, { result: 'done' }))?.action).toBe('stop')
  const task = await request.taskDone('stop')
  expect(StopOutcome.parse(task.outcome).purposes).toMatchObject([
    { key: 'iklan', way: 'stated' },
    { key: 'kabar', way: 'stated' },
  ])
  expect((await mailTo(request.email, '-processing-stopped.')).text).toContain('Kabar')
})

test('what is erased from a filing cabinet, and what stays there by law, is on the certificate as stated', async () => {
  const seen = (await listLocalMail()).map(({ id }) => id)
  const request = await proved('manual', toRina, ARCHIVE, { right: 'erasure' })
  await answeredByRina(seen, { result: 'held', items: 'Kartu 12\nKartu 13' })
  await until('review', async () => (await request.request()).status === 'reviewing')
  const pinned = async () => ({ reference: request.reference, version: (await request.request()).version })
  const submitted = { ...(await pinned()), ground: 'request' } as const
  expect(await submitForReview(request.staff('agent'), submitted, now())).toMatchObject({ ok: true })
  expect(await approveRequest(request.staff('lead'), await pinned(), now())).toMatchObject({ ok: true })
  const kept = { erased: '1', kept: '1', basis: 'UU 8/1997 art. 11', until: '2036-12-31' }
  expect((await answeredByRina(seen, { result: 'partly', ...kept }))?.found).toBe(2)
  const task = await request.taskDone('erase')
  expect(EraseOutcome.parse(task.outcome)).toMatchObject({
    verified: false,
    proof: 'stated',
    stated: { outcome: 'partly' },
    collections: [{ collection: 'records', delete: 1, keptRows: 1, kept: [{ basis: 'UU 8/1997 art. 11' }] }],
  })
  const { jws } = await until('certificate', () =>
    transact(request.system, (tx) => tx.certificate.findFirst({ where: { requestId: request.id } })),
  )
  const said = Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString()
  expect(said).toContain('UU 8/1997 art. 11')
  expect(said).toContain('stated')
  expect((await request.request()).status).toBe('partly_fulfilled')
}, 60_000)
