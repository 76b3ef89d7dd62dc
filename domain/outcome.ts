import { z } from 'zod'

const count = z.number().int().nonnegative()

/** What an erasure will do, or did, in one collection: counts and reasons, no data. */
export const CollectionOutcome = z.strictObject({
  collection: z.string(),
  categories: z.array(z.string()),
  found: count,
  delete: count,
  change: count,
  methods: z.array(z.string()),
  /** rows that stay whole; a row that is only partly kept counts under `change` */
  keptRows: count,
  kept: z.array(z.strictObject({ count, basis: z.string(), until: z.string() })),
  held: z.array(z.strictObject({ count, why: z.enum(['shared', 'third_party']) })),
})
export type CollectionOutcome = z.infer<typeof CollectionOutcome>

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
