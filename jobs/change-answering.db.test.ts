import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { newWebhookSecret, signWebhook } from '#crypto/webhook.ts'
import { transact } from '#data/db.ts'
import { answerCorrections } from '#data/inquiries/answer-corrections.ts'
import { answerPersonTask, openPersonTask } from '#data/inquiries/answer-person.ts'
import { findPersonTask } from '#data/inquiries/find-person-task.ts'
import { takeCallback } from '#data/inquiries/take-callback.ts'
import { ensureSigningKey } from '#data/signing-keys/ensure.ts'
import { changeField, ManualAnswer, ManualChanges } from '#domain/manual-task.ts'
import { recordsMap } from '#domain/source/records-map.ts'
import { runTask } from './run-task.ts'
import { closeSystems, type Question, type Said, system } from './test-http-source.ts'
import { newRectification, now } from './test-rectification.ts'

const MAP = `dataset:
  - fides_key: crm
    collections:
      - name: contacts
        fields:
          - {name: id, fides_meta: {primary_key: true}}
          - {name: email, data_categories: [user.contact.email], fides_meta: {identity: email}}
          - {name: phone, hakku_meta: {rectifiable: true, label: {id: Nomor telepon, en: Phone number}}}
          - {name: age, hakku_meta: {rectifiable: true}}
`
const CONTACT = { id: 7, email: 'siti@example.id', phone: '0812', age: 30 }

beforeAll(() => ensureSigningKey(now()))
afterEach(closeSystems)

const findings = ({ job }: Question): Said => ({
  json: { job, collections: [{ collection: 'contacts', rows: [CONTACT] }] },
})
const stated = ({ job }: Question, statement: object, verify = false): Said => ({ json: { job, statement, verify } })

/** Two fields of one contact are wrong; two people agreed. `answer`: to everything but the first question. */
async function corrected(answer: (question: Question) => Said) {
  const { url, heard } = await system((question) =>
    question.action === 'collect' ? findings(question) : answer(question),
  )
  const connection = { url, secret: newWebhookSecret(), answerHours: 24 }
  const request = await newRectification('siti@example.id', [{ kind: 'http', connection }], MAP)
  const contacts = { collection: 'contacts' }
  expect(await request.propose({ ...contacts, field: 'phone' }, { to: '0813' })).toMatchObject({ ok: true })
  expect(await request.propose({ ...contacts, field: 'age' }, { to: '31' })).toMatchObject({ ok: true })
  await request.check()
  expect((await request.list()).map(({ state }) => state)).toEqual(['fits', 'fits'])
  expect(await request.approve()).toMatchObject({ ok: true })
  await request.execute()
  const change = () =>
    transact(request.system, (tx) =>
      tx.task.findFirstOrThrow({ where: { requestId: request.requestId, purpose: 'change' } }),
    )
  const run = async () => {
    const [planned] = (await request.eventsOf('task.planned')).slice(-1)
    await request.run(runTask, planned?.id ?? '')
    return change()
  }
  const results = async () => {
    await request.finish()
    const { jws } = await transact(request.system, (tx) =>
      tx.statement.findFirstOrThrow({ where: { requestId: request.requestId } }),
    )
    const { results: said } = JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString())
    return said.map(({ outcome, proof }: Record<string, string>) => `${outcome}, ${proof}`)
  }
  return { ...request, secret: connection.secret, heard, run, change, results }
}

describe('a system that is asked to correct', () => {
  test('is told the field of the row, old and new, and asked what it holds now', async () => {
    const request = await corrected((question) =>
      question.action === 'read'
        ? { json: { job: question.job, values: ['0813', 31] } }
        : stated(question, { outcome: 'changed' }, true),
    )
    expect(await request.run()).toMatchObject({
      state: 'done',
      outcome: { proof: 'confirmed', written: 2, already: 0, problems: [] },
    })
    const [, change, read] = request.heard
    const place = { collection: 'contacts', key: { id: '7' } }
    expect(change?.question).toMatchObject({
      action: 'change',
      right: 'rectification',
      changes: [
        { ...place, field: 'phone', from: '0812', to: '0813' },
        { ...place, field: 'age', from: 30, to: '31' },
      ],
    })
    expect(change?.headers['idempotency-key']).toBe(`"${change?.id}"`)
    expect(read?.question).toMatchObject({
      action: 'read',
      callback: null,
      changes: [{ ...place, field: 'phone' }, {}],
    })
    expect(read?.body).not.toContain('0813')
    expect(read?.id).toBe(`${change?.id}-read`)
    expect(await request.results()).toEqual(['corrected, confirmed', 'corrected, confirmed'])
  })

  test('that does not offer to confirm is taken at its word, and the statement says so', async () => {
    const request = await corrected((question) => stated(question, { outcome: 'changed' }))
    expect(await request.run()).toMatchObject({ state: 'done', outcome: { proof: 'stated', written: 2 } })
    expect(await request.results()).toEqual(['corrected, stated', 'corrected, stated'])
  })

  test('that holds another value than it said fails', async () => {
    const request = await corrected((question) =>
      question.action === 'read'
        ? { json: { job: question.job, values: ['0813', 30] } }
        : stated(question, { outcome: 'changed' }, true),
    )
    expect(await request.run()).toMatchObject({ state: 'failed', reason: 'conflict' })
    expect((await request.list()).map(({ state }) => state)).toEqual(['fits', 'fits'])
  })

  test('that refuses one has changed none: back to review with its reason', async () => {
    const request = await corrected((question) =>
      stated(question, { outcome: 'refused', changes: [{ at: 1, reason: 'wrong_type' }] }),
    )
    expect(await request.run()).toMatchObject({ state: 'done', outcome: { written: 0, problems: ['wrong_type'] } })
    expect((await request.list()).map(({ state, problem }) => [state, problem])).toEqual([
      ['fits', null],
      ['unfit', 'wrong_type'],
    ])
    expect((await request.request()).status).toBe('reviewing')
  })

  test('that makes one of them is asked again about that one only; the other goes back to review', async () => {
    const partly = { outcome: 'partly', changes: [{ at: 1, reason: 'not_possible' }] }
    const request = await corrected((question) =>
      question.action === 'read' ? { json: { job: question.job, values: ['0813'] } } : stated(question, partly, true),
    )
    expect(await request.run()).toMatchObject({
      state: 'done',
      outcome: { proof: 'confirmed', written: 1, problems: ['not_possible'] },
    })
    expect(request.heard.at(-1)?.question).toMatchObject({ action: 'read', changes: [{ field: 'phone' }] })
    expect((await request.list()).map(({ state, problem }) => [state, problem])).toEqual([
      ['done', null],
      ['unfit', 'not_possible'],
    ])
    expect((await request.eventsOf('corrections.returned')).map(({ data }) => data)).toEqual([
      { applied: 1, refused: 1 },
    ])
  })

  test.each([
    ['a refusal without a reason', { outcome: 'refused' }],
    ['in part, but nothing of it', { outcome: 'partly', changes: [0, 1].map((at) => ({ at, reason: 'gone' })) }],
    ['a refusal of what was not asked', { outcome: 'refused', changes: [{ at: 2, reason: 'gone' }] }],
    ['what an erasure is answered with', { outcome: 'done', collections: [] }],
  ])('%s is no answer', async (_, statement) => {
    const request = await corrected((question) => stated(question, statement))
    expect(await request.run()).toMatchObject({ state: 'failed', reason: 'answer_invalid' })
  })

  test('and answers later says so once, however often it calls', async () => {
    const request = await corrected(() => ({ status: 202, text: '' }))
    expect(await request.run()).toMatchObject({ state: 'asked' })
    const { id } = await transact(request.system, (tx) =>
      tx.inquiry.findFirstOrThrow({ where: { requestId: request.requestId, action: 'change' } }),
    )
    const call = (statement: object) => {
      const body = JSON.stringify({ job: id, statement })
      const at = Math.floor(now().epochMilliseconds / 1000)
      const headers = signWebhook(request.secret, 'later', at, body)
      const actor = { ...request.system, kind: 'system', job: 'source-callback' } as const
      return takeCallback(actor, { inquiryId: id, headers, body }, now)
    }
    expect(await call({ outcome: 'refused' })).toMatchObject({ reason: 'invalid' })
    const answers = await Promise.all(Array.from({ length: 8 }, () => call({ outcome: 'changed' })))
    expect(answers.every(({ ok }) => ok)).toBe(true)
    expect(await request.change()).toMatchObject({ state: 'done', outcome: { proof: 'stated', written: 2 } })
    expect(await request.eventsOf('corrections.applied')).toHaveLength(1)
  })
})

test('a row without its key, and a field the map does not open, get a note only', async () => {
  const { url } = await system(({ job }) => ({
    json: { job, collections: [{ collection: 'contacts', rows: [{ email: 'siti@example.id', phone: '0812' }] }] },
  }))
  const connection = { url, secret: newWebhookSecret(), answerHours: 24 }
  const request = await newRectification('siti@example.id', [{ kind: 'http', connection }], MAP)
  const phone = { collection: 'contacts', field: 'phone' }
  expect(await request.propose(phone, { to: '0813' })).toMatchObject({ reason: 'not_rectifiable' })
  expect(await request.propose(phone, { way: 'note', noteReason: 'disputed' })).toMatchObject({ ok: true })
})

describe('a person who is asked to correct', () => {
  async function asked() {
    const person = { outsider: 'Bu Rina', email: 'rina@arsip.example', locale: 'id' as const }
    const connection = { person, answerHours: 24, instructions: '' }
    const request = await newRectification('siti@example.id', [{ kind: 'manual', connection }], recordsMap('arsip'))
    const inquiryOf = (action: string) =>
      transact(request.system, (tx) =>
        tx.inquiry.findFirstOrThrow({ where: { requestId: request.requestId, action }, orderBy: { askedAt: 'desc' } }),
      )
    const answer = async (action: string, given: object) => {
      const { id: inquiryId } = await inquiryOf(action)
      await openPersonTask(request.agent, { inquiryId }, now())
      const task = await findPersonTask(request.agent, inquiryId, now())
      const said = ManualAnswer.parse({ inquiryId, note: 'Dicari di lemari arsip A', ...given })
      return { task, done: await answerPersonTask(request.agent, said, now()) }
    }
    await answer('collect', { result: 'held', items: 'Kartu 12: Jl. Melati 1\nKartu 13: 0812' })
    for (const row of [1, 2]) {
      const place = { collection: 'records', field: 'record', row }
      expect(await request.propose(place, { to: `Kartu baru ${row}` })).toMatchObject({ ok: true })
    }
    await request.check()
    expect(await request.approve()).toMatchObject({ ok: true })
    await request.execute()
    const [planned] = (await request.eventsOf('task.planned')).slice(-1)
    await request.run(runTask, planned?.id ?? '')
    /** answers by the order of what is asked */
    const correct = async (...answers: string[]) => {
      const { id: inquiryId } = await inquiryOf('change')
      await openPersonTask(request.agent, { inquiryId }, now())
      const task = await findPersonTask(request.agent, inquiryId, now())
      const given = task?.changes.map(({ id }, at) => [changeField(id), answers[at]]) ?? []
      const said = ManualChanges.parse({ inquiryId, note: 'Kartu diganti', ...Object.fromEntries(given) })
      return { task, done: await answerCorrections(request.agent, said, now()) }
    }
    return { ...request, answer, correct }
  }

  const states = async ({ list }: { list: () => Promise<{ state: string; problem: string | null }[]> }) =>
    (await list()).map(({ state, problem }) => [state, problem])

  test('sees the old and the new value of each record, and states that all is done', async () => {
    const request = await asked()
    const { task, done } = await request.correct('made', 'made')
    expect(task?.changes).toMatchObject([
      { field: { id: 'Catatan', en: 'Record' }, record: '1', from: 'Kartu 12: Jl. Melati 1', to: 'Kartu baru 1' },
      { field: { id: 'Catatan', en: 'Record' }, record: '2', from: 'Kartu 13: 0812', to: 'Kartu baru 2' },
    ])
    expect(done).toMatchObject({ ok: true })
    expect(await states(request)).toEqual([
      ['done', null],
      ['done', null],
    ])
    expect((await request.list()).map(({ outcome }) => outcome?.en)).toEqual(
      Array.from({ length: 2 }, () => 'Corrected, by the word of its source'),
    )
    expect((await request.eventsOf('corrections.applied')).map(({ data }) => data)).toEqual([
      { corrected: 2, noted: 0 },
    ])
  })

  test('or says of each why not: what is made stays made, the rest goes back to review', async () => {
    const request = await asked()
    expect((await request.answer('change', { result: 'done' })).done).toMatchObject({ reason: 'wrong_action' })
    expect((await request.correct('made', 'not_possible')).done).toMatchObject({ ok: true })
    expect(await states(request)).toEqual([
      ['done', null],
      ['unfit', 'not_possible'],
    ])
    expect((await request.list()).map(({ outcome }) => outcome !== null)).toEqual([true, false])
    expect((await request.request()).status).toBe('reviewing')
    expect((await request.correct()).done).toMatchObject({ reason: 'not_open' })
  })

  test('or that nothing can be done', async () => {
    const request = await asked()
    expect((await request.correct('not_found', 'other')).done).toMatchObject({ ok: true })
    expect((await states(request)).map(([state]) => state)).toEqual(['unfit', 'unfit'])
    expect((await request.request()).status).toBe('reviewing')
  })
})

describe('a note that a system writes', () => {
  const NOTES = MAP.replace('- name: contacts', '- name: contacts\n        hakku_meta: {note: remark}').concat(
    '          - {name: remark}\n',
  )
  test('says whose words it is, and the statement and the mail whose word it is that it was written', async () => {
    const { url, heard } = await system((question) =>
      question.action === 'collect' ? findings(question) : stated(question, { outcome: 'changed' }),
    )
    const connection = { url, secret: newWebhookSecret(), answerHours: 24 }
    const request = await newRectification('siti@example.id', [{ kind: 'http', connection }], NOTES)
    const place = { collection: 'contacts', field: 'email' }
    expect(await request.propose(place, { way: 'note', noteReason: 'original_required' })).toMatchObject({ ok: true })
    await request.check()
    expect(await request.approve()).toMatchObject({ ok: true })
    await request.execute()
    const [planned] = (await request.eventsOf('task.planned')).slice(-1)
    await request.run(runTask, planned?.id ?? '')
    const { name } = await transact(request.system, (tx) =>
      tx.controller.findFirstOrThrow({ where: { id: request.controllerId } }),
    )
    const written = heard.at(-1)?.question.changes as { field: string; to: string }[]
    expect(written).toMatchObject([{ field: 'remark', to: expect.stringContaining(`${name}, HK-`) }])
    await request.finish()
    expect((await request.list()).map(({ outcome }) => outcome?.en)).toEqual([
      'Not replaced. By the word of its source, a note was written into the record',
    ])
  })
})
