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
  /** the columns that address a row */
  key: z.array(z.string()).default([]),
  delete: count,
  change: count,
  methods: z.array(z.string()),
  fields: z.array(z.strictObject({ field: z.string(), method: z.string(), planned: count })).default([]),
  /** rows that stay whole; a row that is only partly kept counts under `change` */
  keptRows: count,
  /** no fields: the whole row */
  kept: z.array(
    z.strictObject({ count, fields: z.array(z.string()).default([]), basis: z.string(), until: z.string() }),
  ),
  held: z.array(z.strictObject({ count, why: z.enum(['shared', 'third_party', 'refused']) })),
  /** rows that stay whole because of a legal hold; one that is only partly on hold counts under `change` */
  onHoldRows: count.default(0),
  /** no fields: the whole row; `until` null: until it is lifted */
  onHold: z
    .array(
      z.strictObject({
        holdId: z.uuid(),
        basis: z.string(),
        until: z.string().nullable(),
        count,
        fields: z.array(z.string()),
      }),
    )
    .default([]),
})
export type CollectionOutcome = z.infer<typeof CollectionOutcome>

type Kept = { count: number; basis: string; from?: string | undefined; until: string }
export type KeptLine = Kept & { from: string }

/** One line for each law: how much stays because of it, and from when (`YYYY-MM-DD`) to when keeping it ends. */
export function keptByBasis(kept: readonly Kept[]): KeptLine[] {
  const lines = new Map<string, KeptLine>()
  for (const { count, basis, until, from = until } of kept) {
    const line = lines.get(basis) ?? { basis, count: 0, from, until }
    line.count += count
    if (from < line.from) line.from = from
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

/** `stated` by a source that answers for itself; `confirmed` when it said so again, asked a second time. */
export const Proof = z.enum(['read_again', 'stated', 'confirmed'])
export type Proof = z.infer<typeof Proof>

/** Result of an erasing task: what the source reported, and what a second read saw. */
export const EraseOutcome = z.strictObject({
  verified: z.boolean(),
  proof: Proof.default('read_again'),
  /** what such a source answered; null: we did it ourselves */
  stated: z
    .strictObject({ outcome: z.enum(['done', 'partly', 'refused']), reason: z.string().nullable() })
    .nullable()
    .default(null),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  /** erased again after a backup brought rows back */
  replays: z.array(z.strictObject({ at: z.iso.datetime(), deleted: count, changed: count })).default([]),
  collections: z.array(
    z.strictObject({
      ...CollectionOutcome.shape,
      /** of each field: rows planned, what the source reported as changed, and where a second read saw another value */
      fields: z
        .array(
          z.strictObject({ field: z.string(), method: z.string(), planned: count, reported: count, stillThere: count }),
        )
        .default([]),
      reported: z.strictObject({ deleted: count, changed: count }),
      /** rows that came, were left after all, or were no longer theirs when the plan was read again before it was carried out */
      since: z.strictObject({ added: count, left: count, vanished: count }).default({ added: 0, left: 0, vanished: 0 }),
      gone: count,
      stillThere: count,
    }),
  ),
})
export type EraseOutcome = z.infer<typeof EraseOutcome>

/** Result of a changing task: with a problem nothing was written. */
export const ChangeOutcome = z.strictObject({
  proof: Proof.default('read_again'),
  written: count,
  /** held the new value before, for instance after a crash */
  already: count,
  problems: z.array(z.string()),
})
export type ChangeOutcome = z.infer<typeof ChangeOutcome>
