import { expect, test } from 'vitest'
import { transact } from '#data/db.ts'
import { openFinding } from '#data/findings/open.ts'
import { readFinding } from '#data/findings/read.ts'
import { collected, newReviewed } from '#data/findings/test-request.ts'
import { openRequestKey } from '#data/keys/request-key.ts'
import { findForDesk } from '#data/requests/find-for-desk.ts'
import { sendBack } from '#data/requests/send-back.ts'
import { submitForReview } from '#data/requests/submit-for-review.ts'
import { finishCollecting } from '#data/tasks/finish-collecting.ts'
import { NOW, newController } from '#data/test-controller.ts'
import { writeRows } from '#data/vault/row-file.ts'
import type { Decision, Place } from '#domain/redaction.ts'
import { redact } from './redact.ts'
import { undoRedaction } from './undo.ts'

type Row = { key: string[]; values: Record<string, unknown>; shared: boolean; thirdParty: boolean }
const row = (id: number, name: string, thirdParty = false, key = [String(id)]): Row => ({
  ...{ key, values: { id, name }, shared: false, thirdParty },
})
const FOUR = [row(1, 'Siti'), row(2, 'Wati'), row(3, 'Budi', true), row(4, 'Agus')]

async function reviewed(rows: Row[] = FOUR, kind = 'postgres') {
  const home = await newController()
  const request = await newReviewed(home, { right: 'access' }, {}, rows)
  const { reference, id: requestId, taskId } = request
  const { controllerId, system } = home
  const agent = home.staff('agent')
  await transact(system, async (tx) => {
    const { sourceId } = await tx.task.findUniqueOrThrow({ where: { id: taskId } })
    await tx.source.update({ where: { id: sourceId }, data: { kind } })
  })
  const findingId = async () => (await transact(system, (tx) => tx.finding.findFirstOrThrow({ where: { taskId } }))).id
  const decide = async (place: Place, decision: Decision = 'redact', reason = 'security') =>
    redact(agent, { reference, findingId: await findingId(), decision, places: [place], reason, note: 'rahasia' }, NOW)
  const shown = async () => {
    const id = await findingId()
    await openFinding(agent, { reference, findingId: id, reason: 'check_answer' }, NOW)
    return readFinding(agent, { reference, findingId: id, page: 1 }, NOW)
  }
  const pinned = async () => ({ reference, version: (await findForDesk(agent, reference, NOW))?.version ?? 0 })
  const askAgain = async (found: Row[]) => {
    expect(await sendBack(agent, await pinned(), NOW)).toMatchObject({ ok: true })
    const owner = { controllerId, id: requestId }
    const key = await transact(system, async (tx) => {
      await tx.task.update({ where: { id: taskId }, data: { state: 'running' } })
      return openRequestKey(tx, owner)
    })
    if (!key) throw new Error('no key')
    const writer = writeRows(key, owner, 'finding')
    for (const each of found) await writer.write(JSON.stringify(each))
    const thirdParty = found.filter((each) => each.thirdParty).length
    const collection = { collection: 'customers', rows: found.length, shared: 0, thirdParty, types: {} }
    const collections = [{ ...collection, file: await writer.finish() }]
    expect(
      await finishCollecting(system, { taskId, collections, plan: null, outcome: collected() }, NOW),
    ).toMatchObject({ ok: true })
  }
  const undo = async (redactionId: string) =>
    undoRedaction(agent, { reference, findingId: await findingId(), redactionId }, NOW)
  const submit = async () => submitForReview(agent, await pinned(), NOW)
  return { decide, shown, askAgain, submit, undo }
}

test('a source asked again: what was held back goes with its row and field, wherever the row is now', async () => {
  const { decide, shown, askAgain, submit } = await reviewed()
  await decide({ row: 1, field: 'name' })
  await decide({ row: 4, field: null }, 'redact', 'privileged')
  await decide({ row: 3, field: null }, 'hand_over', 'agreed')
  await decide({ row: 3, field: 'name' })
  await decide({ row: null, field: 'id' })
  const before = await shown()
  await askAgain([row(9, 'Baru'), ...FOUR.toReversed()])
  const after = await shown()
  expect(after?.lost).toEqual([])
  expect(after?.given).toBe((before?.given ?? 0) + 1)
  const [fresh, ...again] = after?.page ?? []
  const decided = (rows: typeof again) =>
    rows.map(({ heldBack, handedOver, values }) => [
      heldBack && heldBack !== 'third_party' ? heldBack.reason : heldBack,
      handedOver?.reason,
      values.map(({ redaction }) => [redaction?.reason, redaction?.note]),
    ])
  expect(decided(again)).toEqual(decided((before?.page ?? []).toReversed()))
  expect(fresh).toMatchObject({ heldBack: null, values: [{ redaction: { reason: 'security' } }, { redaction: null }] })
  expect(await submit()).toMatchObject({ ok: true })
})

test('what cannot be matched holds nothing back, is listed, and nobody submits before a person looked', async () => {
  const { decide, shown, askAgain, submit, undo } = await reviewed([...FOUR, row(5, 'Tanpa kunci', false, [])])
  await decide({ row: 1, field: 'name' })
  await decide({ row: 2, field: null })
  await decide({ row: 5, field: 'name' })
  // Siti is gone, Wati turns out to be about somebody else, and a row without a key can be any row.
  await askAgain([row(2, 'Wati', true), row(4, 'Agus'), row(5, 'Tanpa kunci', false, [])])
  const seen = await shown()
  expect(seen?.lost.map(({ row: number, field, note }) => [number, field, note])).toEqual([
    [1, 'name', 'rahasia'],
    [2, null, 'rahasia'],
    [5, 'name', 'rahasia'],
  ])
  expect(seen?.page?.flatMap(({ values }) => values.map(({ redaction }) => redaction))).toEqual(Array(6).fill(null))
  expect(await submit()).toEqual({ ok: false, reason: 'redaction_lost' })
  expect(await decide({ row: 3, field: 'name' })).toMatchObject({ ok: true })
  for (const { id } of seen?.lost ?? []) expect(await undo(id)).toMatchObject({ ok: true })
  expect((await shown())?.lost).toEqual([])
  expect((await shown())?.page?.[2]?.values[1]?.redaction).not.toBeNull()
  expect(await submit()).toMatchObject({ ok: true })
})

test('a row that comes back a third time has its decision again', async () => {
  const { decide, shown, askAgain } = await reviewed()
  await decide({ row: 2, field: 'name' })
  await askAgain([row(1, 'Siti')])
  expect((await shown())?.lost).toHaveLength(1)
  await askAgain(FOUR)
  const back = await shown()
  expect(back?.lost).toEqual([])
  expect(back?.page?.map(({ values }) => values[1]?.redaction?.reason)).toEqual([
    undefined,
    'security',
    undefined,
    undefined,
  ])
})

test('what a person wrote down is known by its place alone, which moves: nothing is matched', async () => {
  const { decide, shown, askAgain } = await reviewed(FOUR, 'manual')
  await decide({ row: 1, field: 'name' })
  await askAgain(FOUR)
  expect((await shown())?.lost).toHaveLength(1)
})
