import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { eight, later } from '#data/codes/test-request.ts'
import { transact } from '#data/db.ts'
import { confirmIdentifier } from '#data/identifiers/confirm.ts'
import { openRequestKey } from '#data/keys/request-key.ts'
import { retryTask } from '#data/requests/retry-task.ts'
import { withdrawRequest } from '#data/requests/withdraw.ts'
import { newController } from '#data/test-controller.ts'
import { fireTimer } from '#data/timers/fire.ts'
import { linesOf, readRows } from '#data/vault/row-file.ts'
import type { AnsweredBatch } from '#domain/inquiry.ts'
import { CollectOutcome, EraseOutcome } from '#domain/outcome.ts'
import { env } from '#env'
import { answerCollect, answerStatement } from './answer.ts'
import { waitForAnswer } from './ask-again.ts'
import { openInquiry } from './open.ts'
import { DUE, newAsked } from './test-inquiry.ts'

const at = (minutes: number) => () => later(minutes)
const CONTACTS: AnsweredBatch = {
  collection: 'contacts',
  rows: [{ name: 'Siti', seen: [{ on: null }] }, { name: 'S. W.' }],
}
const NOTES: AnsweredBatch = { collection: 'notes', rows: [{ text: 'a\nb' }] }

test('rows become sealed findings, as if they had been read; the request goes to review', async () => {
  const asked = await newAsked()
  const answer = { inquiryId: asked.inquiryId, batches: [CONTACTS, NOTES, { ...CONTACTS, rows: [{ name: '' }] }] }
  expect(await answerCollect(asked.system, answer, at(5))).toMatchObject({ ok: true })
  expect((await asked.findings()).map(({ collection, rows }) => [collection, rows])).toEqual([
    ['contacts', 3],
    ['notes', 1],
  ])
  expect(await asked.inquiry()).toMatchObject({ state: 'answered', action: 'collect' })
  const task = await asked.task()
  expect(task.state).toBe('done')
  expect(CollectOutcome.parse(task.outcome)).toMatchObject({
    rows: 4,
    contactOnFile: true,
    preview: [],
    planFileId: null,
  })
  expect((await asked.request()).status).toBe('reviewing')
  expect((await asked.events()).slice(-3)).toEqual(['source.answered', 'task.finished', 'collecting.finished'])
  const lines = await transact(asked.system, async (tx) => {
    const key = await openRequestKey(tx, { controllerId: asked.controllerId, id: asked.requestId })
    const [finding] = await tx.finding.findMany({
      where: { requestId: asked.requestId },
      include: { file: true },
      orderBy: { collection: 'asc' },
    })
    if (!key || !finding) throw new Error('nothing stored')
    return (await Array.fromAsync(readRows(key, finding.file))).flatMap(linesOf)
  })
  expect(lines.map((line) => JSON.parse(line).values)).toEqual([
    { name: 'Siti', beyond_map: { seen: [{ on: null }] } },
    { name: 'S. W.' },
    { name: '' },
  ])
})

test.each([
  ['they do', (email: string) => ({ email: email.toUpperCase() }), true],
  ['they only speak of it', (email: string) => ({ name: 'Siti', text: `wrote to ${email}` }), false],
])(
  'asked by more than the proved contact, that is on file only if its rows hold it: %s',
  async (_name, row, contactOnFile) => {
    const asked = await newAsked()
    const form = { reference: asked.reference, label: 'phone_number', value: '0812', proof: 'document' } as const
    expect(await confirmIdentifier(asked.staff('agent'), form, later(1))).toMatchObject({ ok: true })
    const answer = { inquiryId: asked.inquiryId, batches: [{ collection: 'contacts', rows: [row(asked.email)] }] }
    expect(await answerCollect(asked.system, answer, at(5))).toMatchObject({ ok: true })
    expect(CollectOutcome.parse((await asked.task()).outcome)).toMatchObject({ rows: 1, contactOnFile })
  },
)

test('a source that holds nothing says so', async () => {
  const asked = await newAsked()
  expect(await answerCollect(asked.system, { inquiryId: asked.inquiryId, batches: [] }, at(5))).toMatchObject({
    ok: true,
  })
  expect(CollectOutcome.parse((await asked.task()).outcome)).toMatchObject({ rows: 0, contactOnFile: false })
  expect(await asked.findings()).toEqual([])
})

test('for an erasure the review shows what the source says it holds, in the words of its map', async () => {
  const asked = await newAsked('erasure')
  await answerCollect(asked.system, { inquiryId: asked.inquiryId, batches: [CONTACTS] }, at(5))
  expect(CollectOutcome.parse((await asked.task()).outcome).preview).toMatchObject([
    {
      collection: 'contacts',
      found: 2,
      delete: 2,
      methods: ['delete'],
      categories: ['user.contact.email', 'user.name'],
    },
  ])
})

test('of eight answers at once one counts, and no file too many is left', async () => {
  const asked = await newAsked()
  const results = await eight(() =>
    answerCollect(asked.system, { inquiryId: asked.inquiryId, batches: [CONTACTS, NOTES] }, at(5)),
  )
  expect(results.filter(({ ok }) => ok)).toHaveLength(1)
  expect(results.filter((result) => !result.ok && result.reason === 'not_open')).toHaveLength(7)
  expect((await asked.events()).filter((type) => type === 'source.answered')).toHaveLength(1)
  const files = (await asked.findings()).map(({ fileId }) => fileId)
  expect((await readdir(join(env.DATA_DIR, 'vault', asked.controllerId))).toSorted()).toEqual(files.toSorted())
})

const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)])
test.each([
  ['bad_collection', [{ collection: '../x', rows: [{}] }]],
  ['too_many_collections', Array.from({ length: 201 }, (_, n) => ({ collection: `c${n}`, rows: [{}] }))],
  ['row_too_deep', [CONTACTS, { collection: 'notes', rows: [{ text: nested(17) }] }]],
  ['row_too_large', [{ collection: 'notes', rows: [{ text: 'x'.repeat(2 ** 20) }] }]],
] as const)('%s is refused, and nothing of it stays', async (reason, batches) => {
  const asked = await newAsked()
  expect(await answerCollect(asked.system, { inquiryId: asked.inquiryId, batches: [...batches] }, at(5))).toEqual({
    ok: false,
    reason,
  })
  expect(await asked.inquiry()).toMatchObject({ state: 'asked' })
  expect(await readdir(join(env.DATA_DIR, 'vault', asked.controllerId)).catch(() => [])).toEqual([])
})

test('an answer that breaks off was none', async () => {
  const asked = await newAsked()
  const batches = (async function* () {
    yield CONTACTS
    throw new Error('gone')
  })()
  await expect(answerCollect(asked.system, { inquiryId: asked.inquiryId, batches }, at(5))).rejects.toThrow('gone')
  expect(await asked.task()).toMatchObject({ state: 'running' })
  expect(await readdir(join(env.DATA_DIR, 'vault', asked.controllerId)).catch(() => [])).toEqual([])
})

test('another controller can neither answer, nor see, nor open a question', async () => {
  const [asked, stranger] = [await newAsked(), await newController()]
  const answer = { inquiryId: asked.inquiryId, batches: [CONTACTS] }
  expect(await answerCollect(stranger.system, answer, at(5))).toEqual({ ok: false, reason: 'not_found' })
  const statement = { outcome: 'refused', reason: 'other' } as const
  expect(await answerStatement(stranger.system, { inquiryId: asked.inquiryId, statement }, later(5))).toEqual({
    ok: false,
    reason: 'not_found',
  })
  expect(await transact(stranger.system, (tx) => tx.inquiry.count())).toBe(0)
  await expect(
    openInquiry(stranger.system, { taskId: asked.taskId, kind: 'http', dueAt: DUE }, later(5)),
  ).rejects.toThrow()
})

test('a question is put once: eight openings at once, and every one after, give the same', async () => {
  const asked = await newAsked()
  const opened = await eight(() =>
    openInquiry(asked.system, { taskId: asked.taskId, kind: 'http', dueAt: DUE }, later(1)),
  )
  expect(new Set(opened.map((one) => one.ok && one.value.id))).toEqual(new Set([asked.inquiryId]))
  const events = await asked.events()
  expect(events.filter((type) => type === 'source.asked' || type === 'data.moved')).toEqual([
    'source.asked',
    'data.moved',
  ])
})

test('withdrawing cancels the question: an answer that still comes is turned away', async () => {
  const asked = await newAsked()
  expect(await withdrawRequest(asked.subject, {}, later(3))).toMatchObject({ ok: true })
  expect(await asked.inquiry()).toMatchObject({ state: 'cancelled' })
  expect(await answerCollect(asked.system, { inquiryId: asked.inquiryId, batches: [CONTACTS] }, at(5))).toEqual({
    ok: false,
    reason: 'not_open',
  })
  expect(await openInquiry(asked.system, { taskId: asked.taskId, kind: 'http', dueAt: DUE }, later(5))).toEqual({
    ok: false,
    reason: 'not_open',
  })
})

test('a promised answer is waited for, asked for again, and given up at its time; a person asks anew', async () => {
  const asked = await newAsked()
  const timers = async (kind: string) => (await asked.timers()).filter((timer) => timer.kind === kind && !timer.doneAt)
  const fire = async (kind: string, minutes: number) => {
    for (const timer of await timers(kind)) await fireTimer({ ...timer, requestId: asked.requestId }, later(minutes))
  }
  const wait = (fault: string | null, minutes: number) =>
    waitForAnswer(asked.system, { inquiryId: asked.inquiryId, afterMs: 30 * 60_000, fault }, later(minutes))
  expect(await wait(null, 1)).toMatchObject({ ok: true })
  expect(await asked.task()).toMatchObject({ state: 'asked' })
  expect(await asked.inquiry()).toMatchObject({ attempts: 1, fault: null, acceptedAt: expect.any(Date) })
  await fire('ask_again', 30)
  expect(await asked.task()).toMatchObject({ state: 'asked' })
  await fire('ask_again', 31)
  expect(await asked.task()).toMatchObject({ state: 'waiting' })
  expect((await asked.events()).at(-1)).toBe('task.retried')

  await asked.setTask('running')
  await wait('overloaded', 32)
  await fire('end_inquiries', 24 * 60 - 1)
  expect(await asked.task()).toMatchObject({ state: 'asked' })
  await fire('end_inquiries', 24 * 60)
  expect(await asked.task()).toMatchObject({ state: 'failed', reason: 'overloaded' })
  expect(await asked.inquiry()).toMatchObject({ state: 'cancelled' })
  expect((await asked.events()).at(-1)).toBe('task.failed')
  expect(await wait(null, 24 * 60 + 1)).toEqual({ ok: false, reason: 'not_open' })

  const retry = { reference: asked.reference, taskId: asked.taskId }
  expect(await retryTask(asked.staff('agent'), retry, later(1500))).toMatchObject({ ok: true })
  const anew = await openInquiry(asked.system, { taskId: asked.taskId, kind: 'http', dueAt: later(3000) }, later(1501))
  expect(anew.ok && anew.value.id !== asked.inquiryId).toBe(true)
})

test('an answer that comes while the question waits to be put again still counts', async () => {
  const asked = await newAsked()
  await asked.setTask('waiting')
  expect(await answerCollect(asked.system, { inquiryId: asked.inquiryId, batches: [NOTES] }, at(5))).toMatchObject({
    ok: true,
  })
  expect(await asked.task()).toMatchObject({ state: 'done' })
})

/** Collected, approved, and asked to erase. */
async function newErasing() {
  const asked = await newAsked('erasure')
  const { controllerId, requestId, sourceId, system } = asked
  await answerCollect(system, { inquiryId: asked.inquiryId, batches: [CONTACTS, NOTES] }, at(5))
  const eraseId = await transact(system, async (tx) => {
    await tx.request.update({ where: { id: requestId }, data: { status: 'executing' } })
    const { datasetId } = await tx.task.findUniqueOrThrow({ where: { id: asked.taskId } })
    const about = { controllerId, requestId, sourceId, datasetId }
    return (await tx.task.create({ data: { ...about, purpose: 'erase', state: 'running' } })).id
  })
  const opened = await openInquiry(system, { taskId: eraseId, kind: 'http', dueAt: later(600) }, later(10))
  if (!opened.ok) throw new Error(opened.reason)
  return { ...asked, eraseId, inquiryId: opened.value.id }
}

test('a statement ends the erasing task as the source’s word; passing over a collection is refused', async () => {
  const { system, inquiryId, eraseId, task, events } = await newErasing()
  const contacts = { collection: 'contacts', erased: 2, changed: 0, kept: [] }
  const missing = { inquiryId, statement: { outcome: 'done', collections: [contacts] } } as const
  expect(
    await answerStatement(
      system,
      { ...missing, statement: { ...missing.statement, collections: [contacts] } },
      later(11),
    ),
  ).toEqual({ ok: false, reason: 'collection_missing' })
  const kept = [{ count: 1, basis: 'UU 8/1997 pasal 11', until: '2036-01-01' }]
  const statement = {
    outcome: 'partly' as const,
    collections: [contacts, { collection: 'notes', erased: 0, changed: 0, kept }],
  }
  const results = await eight(() => answerStatement(system, { inquiryId, statement }, later(12)))
  expect(results.filter(({ ok }) => ok)).toHaveLength(1)
  const done = await task(eraseId)
  expect(done.state).toBe('done')
  expect(EraseOutcome.parse(done.outcome)).toMatchObject({
    verified: false,
    proof: 'stated',
    stated: { outcome: 'partly' },
  })
  expect((await events()).filter((type) => type === 'task.finished')).toHaveLength(2)
})

test('a question about rows is not answered by a statement, nor the other way round', async () => {
  const asked = await newAsked()
  const statement = { outcome: 'done' as const, collections: [] }
  expect(await answerStatement(asked.system, { inquiryId: asked.inquiryId, statement }, later(5))).toEqual({
    ok: false,
    reason: 'wrong_action',
  })
  const erasing = await newErasing()
  expect(await answerCollect(erasing.system, { inquiryId: erasing.inquiryId, batches: [] }, at(15))).toEqual({
    ok: false,
    reason: 'not_open',
  })
})
