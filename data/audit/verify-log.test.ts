import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { signCheckpoint } from '#crypto/checkpoint.ts'
import { canonicalJson } from '#crypto/commitment.ts'
import { appendLeaf, type Frontier, frontierRoot } from '#crypto/merkle.ts'
import { newSigningKey } from '#crypto/signing.ts'
import { eventLeaf, logOrigin } from './leaf.ts'
import { FIRST_LINE, type LogLine, writeLine } from './log-file.ts'
import { verifyLog } from './verify-log.ts'

type Key = Awaited<ReturnType<typeof newSigningKey>>
let key: Key
let stranger: Key
let good: string[]
const ids = [randomUUID(), randomUUID()].sort()
const first = ids[0] as string

const event = (controllerId: string, number: number) => ({
  id: randomUUID(),
  controllerId,
  requestId: number % 3 === 0 ? null : randomUUID(),
  type: 'clock.met',
  actor: { kind: 'system', job: 'test' },
  data: { clockId: `clock-${number}`, rows: number, nested: { ké: [number, null, true] } },
  at: new Date(1_800_000_000_000 + number * 1_000).toISOString(),
})

/** One log of `sizes.at(-1)` leaves with a checkpoint at each size, and one event that waits. */
function logOf(controllerId: string, sizes: readonly number[], signer: Key): LogLine[] {
  const lines: LogLine[] = [{ kind: 'log', controllerId }]
  let frontier: Frontier = []
  for (let index = 0; index < (sizes.at(-1) ?? 0); index += 1) {
    const said = event(controllerId, index)
    const hash = eventLeaf({ ...said, at: new Date(said.at) })
    frontier = appendLeaf(frontier, hash)
    lines.push({ kind: 'leaf', index, hash: Buffer.from(hash).toString('base64'), event: said })
    const size = index + 1
    if (!sizes.includes(size)) continue
    const root = frontierRoot(frontier, size)
    const note = signCheckpoint({ origin: logOrigin(controllerId), size, root }, signer.privateJwk)
    lines.push({ kind: 'checkpoint', note })
  }
  return [...lines, { kind: 'waiting', event: event(controllerId, 99) }]
}

const fileOf = (lines: LogLine[]): string[] => {
  const count = (kind: LogLine['kind']) => lines.filter((line) => line.kind === kind).length
  const totals = {
    logs: count('log'),
    leaves: count('leaf'),
    checkpoints: count('checkpoint'),
    waiting: count('waiting'),
  }
  return [FIRST_LINE, ...lines.map(writeLine), writeLine({ kind: 'end', ...totals })]
}
async function* streamed(lines: readonly string[]) {
  yield* lines
}
const check = (lines: readonly string[], known?: string) =>
  verifyLog(streamed(lines), [stranger.publicJwk, key.publicJwk], known)
const noteIn = (lines: readonly string[], which: number): string =>
  lines
    .map((line) => JSON.parse(line))
    .filter(({ kind }) => kind === 'checkpoint')
    .at(which).note

beforeAll(async () => {
  key = await newSigningKey()
  stranger = await newSigningKey()
  good = fileOf(ids.flatMap((id) => logOf(id, [3, 4, 9], key)))
})

test('an untouched log is valid and counted', async () => {
  expect(await check(good)).toEqual({
    ...{ status: 'valid', logs: 2, leaves: 18, checkpoints: 6, waiting: 2 },
    oldestWaiting: new Date(1_800_000_099_000).toISOString(),
  })
})

test('an empty log is valid too', async () => {
  expect(await check(fileOf([{ kind: 'log', controllerId: first }]))).toMatchObject({ status: 'valid', leaves: 0 })
})

test('one changed character of a sealed line is found, wherever it is', async () => {
  const small = fileOf(logOf(first, [2, 3], key).slice(0, -1))
  for (const [number, line] of small.entries())
    for (let at = 0; at < line.length; at += 1) {
      const other = String.fromCharCode(line.charCodeAt(at) ^ 1)
      const verdict = await check(small.with(number, line.slice(0, at) + other + line.slice(at + 1)))
      expect(verdict.status, `line ${number + 1}, character ${at}`).not.toBe('valid')
    }
}, 30_000)

test('one missing line is found, and where', async () => {
  for (const number of good.keys()) {
    const verdict = await check(good.toSpliced(number, 1))
    expect(verdict.status, good[number]).not.toBe('valid')
  }
  expect(await check(good.toSpliced(3, 1))).toMatchObject({
    reason: 'leaf_out_of_place',
    controllerId: first,
    index: 1,
  })
})

test('two swapped lines are found', async () => {
  for (let at = 0; at + 1 < good.length; at += 1) {
    const swapped = good.with(at, good[at + 1] as string).with(at + 1, good[at] as string)
    expect((await check(swapped)).status, good[at]).not.toBe('valid')
  }
})

describe('who could write to the database could do this too; the reason names the place', () => {
  const parsed = () => good.map((line) => JSON.parse(line)) as LogLine[]
  const inner = (change: (lines: LogLine[]) => LogLine[]) => fileOf(change(parsed().slice(1, -1)))
  const isFirstLog = (at: number, all: LogLine[]) =>
    at < all.findIndex((other, index) => index > 0 && other.kind === 'log')

  test('an event rewritten', async () => {
    const lines = inner((all) =>
      all.map((line, at) =>
        at === 5 && line.kind === 'leaf' && line.event
          ? { ...line, event: { ...line.event, type: 'clock.breached' } }
          : line,
      ),
    )
    expect(await check(lines)).toMatchObject({ reason: 'event_differs', controllerId: first, index: 3 })
  })
  test('an event rewritten together with its leaf', async () => {
    const lines = inner((all) =>
      all.map((line, at) => {
        if (at !== 5 || line.kind !== 'leaf' || !line.event) return line
        const forged = { ...line.event, type: 'clock.breached' }
        const hash = Buffer.from(eventLeaf({ ...forged, at: new Date(forged.at) })).toString('base64')
        return { ...line, event: forged, hash }
      }),
    )
    expect(await check(lines)).toMatchObject({ reason: 'root_differs', controllerId: first, index: 4 })
  })
  test('an event whose instant is spelled another way', async () => {
    const lines = good.with(3, (good[3] as string).replace('.000Z', '.0000Z'))
    expect(await check(lines)).toMatchObject({ reason: 'event_differs', controllerId: first, index: 1 })
  })
  test('an event taken out from under its leaf', async () => {
    const lines = inner((all) =>
      all.map((line, at) => (at === 2 && line.kind === 'leaf' ? { ...line, event: null } : line)),
    )
    expect(await check(lines)).toMatchObject({ reason: 'event_missing', controllerId: first, index: 1 })
  })
  test('the leaves before the last checkpoint cut off', async () => {
    const lines = inner((all) =>
      all.filter((line, at) => !(isFirstLog(at, all) && line.kind === 'leaf' && line.index >= 7)),
    )
    expect(await check(lines)).toMatchObject({ reason: 'checkpoint_out_of_place', controllerId: first, index: 7 })
  })
  test('the last checkpoint cut off', async () => {
    const lines = inner((all) => all.filter((_, at) => at !== 12))
    expect(await check(lines)).toMatchObject({ reason: 'tail_unsigned', controllerId: first, index: 9 })
  })
  test('a log written anew and signed by another', async () => {
    const lines = fileOf(logOf(first, [3], stranger))
    expect(await verifyLog(streamed(lines), [key.publicJwk])).toMatchObject({ reason: 'checkpoint_unsigned', index: 3 })
  })
  test('an event of another controller', async () => {
    const lines = inner((all) =>
      all.map((line, at) => (at === 0 && line.kind === 'log' ? { ...line, controllerId: ids[1] as string } : line)),
    )
    expect(await check(lines)).toMatchObject({ reason: 'event_of_another_log', index: 0 })
  })
  test('the whole tail, checkpoint included, or a rewritten log: only a checkpoint kept elsewhere shows it', async () => {
    const kept = noteIn(good, 2)
    const shorter = inner((all) => all.filter((_, at) => !(isFirstLog(at, all) && at > 6)))
    expect((await check(shorter)).status).toBe('valid')
    expect(await check(shorter, kept)).toMatchObject({ reason: 'known_checkpoint_missed' })
    expect(await check(fileOf(logOf(first, [9], key)), kept)).toMatchObject({
      reason: 'known_checkpoint_missed',
      index: 9,
    })
    expect((await check(good, kept)).status).toBe('valid')
  })
})

describe('what cannot be checked is unusable', () => {
  test.each([
    ['not_a_log', () => check([])],
    ['not_a_log', () => check([canonicalJson({ kind: 'hakku-audit-log', v: 2 })])],
    ['not_a_log', () => check(['{"jws":"a.b.c"}', ...good])],
    ['keys_unusable', () => verifyLog(streamed(good), [])],
    ['known_checkpoint_unsigned', () => check(good, 'hakku/log/x\n9\n')],
  ])('%s', async (reason, verify) => {
    expect(await verify()).toEqual({ status: 'unusable', reason })
  })
})
