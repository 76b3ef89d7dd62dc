import { z } from 'zod'

const count = z.number().int().nonnegative()

/** What an erasure would do in one collection: rows, and fields by what happens to them. */
const Fate = z.strictObject({
  deleted: count,
  changed: z.array(z.strictObject({ rows: count, fields: z.record(z.string(), z.string()) })),
  kept: z.array(z.strictObject({ rows: count, fields: z.array(z.string()), basis: z.string(), until: z.string() })),
  held: z.array(z.strictObject({ rows: count, why: z.string() })),
})

/** What a request of somebody would reach: counts, never a value or a key. Stored for an hour. */
export const PreviewResult = z.strictObject({
  /** labels that were given and that no field of these maps holds */
  unknownLabels: z.array(z.string()),
  collections: z.array(
    z.strictObject({
      dataset: z.string(),
      collection: z.string(),
      rows: count,
      thirdParty: count,
      shared: count,
      /** null: nobody asked about an erasure */
      fate: Fate.nullable(),
    }),
  ),
  obstacles: z.array(
    z.strictObject({
      collection: z.string(),
      field: z.string().nullable(),
      kind: z.string(),
      blocking: z.boolean(),
    }),
  ),
})
export type PreviewResult = z.infer<typeof PreviewResult>
