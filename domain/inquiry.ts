import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { type CollectionOutcome, EraseOutcome } from './outcome.ts'
import type { SourceKind } from './source/kind.ts'

/** Sources that are not read: they are asked once for each task, and answer for themselves. */
export type AnsweringKind = Extract<SourceKind, 'http' | 'manual'>

/** A row as the source wrote it: what JSON can say. */
export type AnsweredRow = Readonly<Record<string, unknown>>
export type AnsweredBatch = { collection: string; rows: readonly AnsweredRow[] }

export const ANSWER_LIMITS = {
  collections: 200,
  rows: 5_000_000,
  bytes: 2 ** 31,
  rowBytes: 2 ** 20,
  depth: 16,
} as const

export const CollectionName = z.string().regex(/^[\p{L}\p{N}_][\p{L}\p{N}_.:/ -]{0,99}$/u)

/** Why a source does not do what it was asked to; the law that lets it is on the statement's own paper. */
export const STATED_REASONS = ['legal_obligation', 'legal_claim', 'not_found', 'not_possible', 'other'] as const

const count = z.int().min(0).max(10_000_000)
const StatedCollection = z.strictObject({
  collection: CollectionName,
  /** rows that are gone */
  erased: count,
  /** rows that stay, without what was to go */
  changed: count.default(0),
  /** rows that stay as they are, by which law, and until when */
  kept: z
    .array(z.strictObject({ count: count.min(1), basis: z.string().trim().min(1).max(200), until: z.iso.date() }))
    .max(50)
    .default([]),
})
const collections = z
  .array(StatedCollection)
  .max(ANSWER_LIMITS.collections)
  .refine((list) => new Set(list.map(({ collection }) => collection)).size === list.length, 'repeated_collection')

/** What a source says that it did. Counts and codes: no data. */
export const Statement = z.discriminatedUnion('outcome', [
  z.strictObject({
    outcome: z.literal('done'),
    collections: collections.refine((list) => list.every(({ kept }) => kept.length === 0), 'kept_is_partly'),
  }),
  z.strictObject({
    outcome: z.literal('partly'),
    collections: collections.refine((list) => list.some(({ kept }) => kept.length > 0), 'nothing_kept'),
  }),
  z.strictObject({ outcome: z.literal('refused'), reason: z.enum(STATED_REASONS) }),
])
export type Statement = z.infer<typeof Statement>

/** How deep a JSON value is nested; a plain value is 0. Needs no stack: the value comes from outside. */
export function isDeeperThan(value: unknown, most: number): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth += 1) {
    const inner = level.filter((each): each is object => typeof each === 'object' && each !== null)
    if (inner.length > 0 && depth >= most) return true
    level = inner.flatMap((each) => Object.values(each))
  }
  return false
}

type Previewed = Pick<CollectionOutcome, 'collection' | 'label' | 'categories' | 'found'>
type Times = { startedAt: string; endedAt: string }

const unknown = (collection: string): Previewed => ({
  collection,
  label: { id: collection, en: collection },
  categories: [],
  found: 0,
})

/** Collections that a source said it holds, and that its statement passes over: nobody would know what became of them. */
export const passedOver = (previewed: readonly Previewed[], statement: Statement): string[] =>
  statement.outcome === 'refused'
    ? []
    : previewed
        .filter(
          ({ collection, found }) => found > 0 && !statement.collections.some((one) => one.collection === collection),
        )
        .map(({ collection }) => collection)

/**
 * The outcome of an erasure that a source states itself. It counts what the source counts now, which may differ from
 * what it held when it was first asked.
 * @param confirmed asked again, the source held nothing of what it said was gone
 */
export function statedErasure(
  previewed: readonly Previewed[],
  statement: Statement,
  confirmed: boolean,
  { startedAt, endedAt }: Times,
): EraseOutcome {
  const isRefused = statement.outcome === 'refused'
  const stated = { outcome: statement.outcome, reason: isRefused ? statement.reason : null }
  const told = isRefused
    ? previewed.map((one) => ({ collection: one.collection, erased: 0, changed: 0, kept: [] }))
    : statement.collections
  const results = told.map(({ collection, erased, changed, kept }) => {
    const {
      label,
      categories,
      found: foundBefore,
    } = previewed.find((one) => one.collection === collection) ?? unknown(collection)
    const keptRows = kept.reduce((sum, one) => sum + one.count, 0)
    const held = isRefused && foundBefore > 0 ? [{ count: foundBefore, why: 'refused' as const }] : []
    return {
      collection,
      label,
      categories,
      found: isRefused ? foundBefore : erased + changed + keptRows,
      delete: erased,
      change: changed,
      methods: [...(erased > 0 ? ['delete'] : []), ...(changed > 0 ? ['mask'] : [])],
      keptRows,
      kept,
      held,
      reported: { deleted: erased, changed },
      gone: confirmed ? erased + changed : 0,
      stillThere: 0,
    }
  })
  return EraseOutcome.parse({
    verified: confirmed,
    proof: confirmed ? 'confirmed' : 'stated',
    stated,
    startedAt,
    endedAt,
    collections: results,
  })
}

const PAUSES_SECONDS = [5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400] as const
const LEAST_PROMISED_SECONDS = 60

export type Delay = {
  /** how often it was asked, this time included */
  attempts: number
  /** it said that it will answer later; otherwise it could not be reached */
  isPromised: boolean
  /** when it wants to be asked again, in its own words */
  afterMs: number | null
  dueAt: Temporal.Instant
}

/**
 * When to ask again. A system that is away is given longer and longer; one that promised an answer is reminded at half
 * of the time it has left, unless it said when.
 */
export function nextAsk({ attempts, isPromised, afterMs, dueAt }: Delay, now: Temporal.Instant): Temporal.Instant {
  const left = Math.max(0, dueAt.since(now).total('seconds'))
  const pause = PAUSES_SECONDS[Math.min(attempts, PAUSES_SECONDS.length) - 1] ?? PAUSES_SECONDS[0]
  const own = isPromised ? Math.max(left / 2, LEAST_PROMISED_SECONDS) : pause
  const wished = afterMs === null ? own : afterMs / 1_000
  // Whoever asks to be called again at once is away all the same.
  const seconds = isPromised ? Math.max(wished, 1) : Math.max(wished, pause)
  const at = now.add({ seconds: Math.ceil(seconds) })
  return Temporal.Instant.compare(at, dueAt) > 0 ? dueAt : at
}
