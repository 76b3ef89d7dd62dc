import { z } from 'zod'
import { REDACTION_REASONS } from '#domain/redaction.ts'

/** What stands in a data file where a value was held back. */
const HeldBack = z.strictObject({ redacted: z.enum(REDACTION_REASONS) })

/** `data/<source>/<collection>.json`, whatever the collection: its own schema beside it says more. */
export const Rows = z.array(
  z.record(
    z.string(),
    z.union([HeldBack, z.json()]).describe('null: the field has no value; a held back value is an object'),
  ),
)

const JSON_TYPES = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'] as const
const FieldSchema = z.looseObject({
  $comment: z.string().describe('the type as its source calls it, and whether every value was of it'),
  type: z.array(z.enum(JSON_TYPES)).optional().describe('null is always among them; absent: any value'),
})

/** `schemas/<source>/<collection>.schema.json`: itself a JSON Schema 2020-12, of this form. */
export const CollectionSchema = z.strictObject({
  $schema: z.literal('https://json-schema.org/draft/2020-12/schema'),
  title: z.string().describe('<source>: <collection>'),
  type: z.literal('array'),
  items: z.strictObject({
    type: z.literal('object'),
    additionalProperties: z.literal(false),
    required: z.array(z.string()).describe('every field, in the order of the file'),
    properties: z.record(z.string(), FieldSchema),
  }),
})
