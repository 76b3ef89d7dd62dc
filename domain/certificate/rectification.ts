import { z } from 'zod'
import { Proof } from '../outcome.ts'
import { LogPosition, Words } from './certificate.ts'

/** The JWS `typ` and the payload's `schema`: neither can be taken for a deletion certificate. */
export const rectificationSchema = 'hakku.rectification.v1'

const text = z.string().min(1).max(500)
const moment = z.iso.datetime({ offset: true })

/**
 * What was corrected on a request (PP 33/2026 arts. 71–72; UU PDP arts. 6, 30). Names fields by their labels; no value,
 * no name and no contact stands in it.
 */
export const RectificationStatement = z.strictObject({
  schema: z.literal(rectificationSchema),
  id: z.uuid(),
  issuer: z.strictObject({ name: text, contact: text }),
  controller: z.strictObject({ name: text, contact: text, dpo: text }),
  reference: z.string().regex(/^[A-Z0-9-]{4,40}$/),
  law: text,
  article: text,
  times: z.strictObject({ receivedAt: moment, approvedAt: moment, appliedAt: moment, issuedAt: moment }),
  results: z
    .array(
      z.strictObject({
        source: text,
        collection: Words,
        field: Words,
        /** corrected: replaced and read again. noted: a note in the row. stated: a note kept beside the data. */
        outcome: z.enum(['corrected', 'noted', 'stated']),
        reason: text.nullable(),
        /** how it is known: we read it again, or the source said so, once or, asked again, with the new value */
        proof: Proof.default('read_again'),
      }),
    )
    .min(1)
    .max(200),
  recipients: z.array(z.strictObject({ name: text, instructedAt: moment })).max(500),
  log: LogPosition,
})
export type RectificationStatement = z.infer<typeof RectificationStatement>
