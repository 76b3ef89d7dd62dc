import { z } from 'zod'
import { Certificate } from './certificate/certificate.ts'
import { ConsentReceipt, RECEIPT_CONTEXT } from './certificate/receipt.ts'
import { RectificationStatement } from './certificate/rectification.ts'
import { CollectionSchema, Rows } from './package/data.ts'
import { Manifest, packageFormat } from './package/manifest.ts'

/** What a person downloads of a receipt or a statement: the signed text, and what shows whose it is. */
const SignedFile = z.looseObject({
  jws: z.string().describe('compact JWS (RFC 7515)'),
  salt: z
    .string()
    .nullable()
    .optional()
    .describe('opens the commitment to the data subject; null: gone with the request'),
})

const published = (title: string, description: string, schema: z.ZodType): object => ({
  title: `Hakku: ${title}`,
  description,
  ...z.toJSONSchema(schema, {
    io: 'input',
    reused: 'ref',
    unrepresentable: 'any',
    // What zod does not say by itself: how long a tuple is, and that the context is exactly ours, as it is signed.
    override: ({ zodSchema: { _zod }, jsonSchema }) => {
      if (_zod.def.type === 'custom') Object.assign(jsonSchema, { const: RECEIPT_CONTEXT })
      if (_zod.def.type === 'tuple') Object.assign(jsonSchema, { minItems: jsonSchema.prefixItems?.length })
    },
  }),
})

/**
 * The JSON Schemas (2020-12) of everything that is handed out as JSON, by the path at which every portal publishes them
 * and docs keeps them. The number is the major version of the format: another one is another format.
 */
export const publishedSchemas: Readonly<Record<string, object>> = {
  [packageFormat.schema]: published(
    'manifest.json of a package',
    `What is in a package handed to a data subject (docs/package-format.md), version ${packageFormat.version}.`,
    Manifest,
  ),
  '/schemas/package/1/rows.json': published(
    'data of a package',
    'data/<source>/<collection>.json: rows in the order in which they were found. The schema of each collection says more.',
    Rows,
  ),
  '/schemas/package/1/collection-schema.json': published(
    'schema of a collection in a package',
    'schemas/<source>/<collection>.schema.json: the form that each of these schemas has.',
    CollectionSchema,
  ),
  '/schemas/evidence/1/certificate.json': published(
    'deletion certificate',
    'Payload of a JWS of typ hakku.certificate.v1.',
    Certificate,
  ),
  '/schemas/evidence/1/consent-receipt.json': published(
    'receipt of a withdrawn consent',
    'Payload of a JWS of typ hakku.consent-receipt.v1 (docs/consent-receipt.md).',
    ConsentReceipt,
  ),
  '/schemas/evidence/1/rectification.json': published(
    'statement of correction',
    'Payload of a JWS of typ hakku.rectification.v1.',
    RectificationStatement,
  ),
  '/schemas/evidence/1/signed-file.json': published(
    'downloaded receipt',
    'The file around a signed document: <reference>.receipt.json.',
    SignedFile,
  ),
}
