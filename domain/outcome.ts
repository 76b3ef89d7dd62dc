import { z } from 'zod'
import { formatDueDate } from './clock/wording.ts'
import type { Locale } from './filing.ts'

const count = z.number().int().nonnegative()

/** What an erasure will do, or did, in one collection: counts and reasons, no data. */
export const CollectionOutcome = z.strictObject({
  collection: z.string(),
  /** what people read instead of the collection's name */
  label: z.strictObject({ id: z.string(), en: z.string() }),
  categories: z.array(z.string()),
  found: count,
  delete: count,
  change: count,
  methods: z.array(z.string()),
  /** rows that stay whole; a row that is only partly kept counts under `change` */
  keptRows: count,
  kept: z.array(z.strictObject({ count, basis: z.string(), until: z.string() })),
  held: z.array(z.strictObject({ count, why: z.enum(['shared', 'third_party', 'refused']) })),
})
export type CollectionOutcome = z.infer<typeof CollectionOutcome>

type Kept = { count: number; basis: string; until: string }
export type KeptLine = Kept & { from: string }

/** One line for each law: how much stays because of it, and from when (`YYYY-MM-DD`) to when keeping it ends. */
export function keptByBasis(kept: readonly Kept[]): KeptLine[] {
  const lines = new Map<string, KeptLine>()
  for (const { count, basis, until } of kept) {
    const line = lines.get(basis) ?? { basis, count: 0, from: until, until }
    line.count += count
    if (until < line.from) line.from = until
    if (until > line.until) line.until = until
    lines.set(basis, line)
  }
  return [...lines.values()]
}

export const keptUntil = ({ from, until }: KeptLine, locale: Locale): string =>
  from === until ? formatDueDate(until, locale) : `${formatDueDate(from, locale)} – ${formatDueDate(until, locale)}`

/** Summary of a collecting task: what was found and, for an erasure, the preview. */
export const CollectOutcome = z.strictObject({
  rows: count,
  shared: count,
  thirdParty: count,
  /** a source already holds the proved contact for this person */
  contactOnFile: z.boolean(),
  /** sealed plan in the vault, for an erasure */
  planFileId: z.uuid().nullable(),
  preview: z.array(CollectionOutcome),
  obstacles: z.array(
    z.strictObject({ collection: z.string(), field: z.string().nullable(), kind: z.string(), blocking: z.boolean() }),
  ),
})
export type CollectOutcome = z.infer<typeof CollectOutcome>

/** Result of an erasing task: what the source reported, and what a second read saw. */
export const EraseOutcome = z.strictObject({
  verified: z.boolean(),
  /** `stated` by a source that answers for itself; `confirmed` when it said so again, asked a second time */
  proof: z.enum(['read_again', 'stated', 'confirmed']).default('read_again'),
  /** what such a source answered; null: we did it ourselves */
  stated: z
    .strictObject({ outcome: z.enum(['done', 'partly', 'refused']), reason: z.string().nullable() })
    .nullable()
    .default(null),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  collections: z.array(
    z.strictObject({
      ...CollectionOutcome.shape,
      reported: z.strictObject({ deleted: count, changed: count }),
      gone: count,
      stillThere: count,
    }),
  ),
})
export type EraseOutcome = z.infer<typeof EraseOutcome>
