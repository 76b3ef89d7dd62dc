import { z } from 'zod'

/** One sentence in both languages of the portal. */
export const Words = z.strictObject({ id: z.string().min(1).max(2_000), en: z.string().min(1).max(2_000) })
export type Words = z.infer<typeof Words>

/** The JWS `typ` (RFC 7515 §4.1.9) and the payload's `schema` are the same word, so neither can be taken for another document. */
export const certificateSchema = 'hakku.certificate.v1'

const text = z.string().min(1).max(500)
const count = z.int().nonnegative()
const moment = z.iso.datetime({ offset: true })
const hash = z.string().regex(/^[A-Za-z0-9+/]{43}=$/)
const list = <T extends z.ZodType>(item: T, most: number) => z.array(item).max(most)

/** One field of the rows that stayed: rows planned, changed as the source reported, and seen unchanged by the second read. */
export const FieldResult = z.strictObject({
  name: text,
  method: text,
  planned: count,
  reported: count,
  stillThere: count,
})

export const CollectionResult = z.strictObject({
  name: text,
  found: count,
  erased: count,
  changed: count,
  kept: count,
  held: count,
  /** Read again after the execution, and nothing that was erased or changed was still there. */
  verifiedGone: z.boolean(),
  /** How it was done, in the words of the connector: `delete`, `null`, `hash`, `mask`, `keep`. */
  method: text,
  fields: list(FieldResult, 5_000).optional(),
  /** Rows deleted and changed as the source itself reported them; after an interruption only what was left to do. */
  reported: z.strictObject({ erased: count, changed: count }).optional(),
  /** Since it was approved: rows that came and went too, rows left after all, rows no longer there. */
  since: z.strictObject({ added: count, left: count, vanished: count }).optional(),
  outcome: z.enum(['erased', 'changed', 'partly_kept', 'kept', 'held', 'not_found']),
})
export type CollectionResult = z.infer<typeof CollectionResult>

/** How it is known what became of the data: we read again, or the source states it, or stated it twice when asked again. */
export const PROOFS = ['read_again', 'stated', 'confirmed'] as const
export type Proof = (typeof PROOFS)[number]

export const SourceResult = z.strictObject({
  key: text,
  name: text,
  kind: text,
  region: text,
  /** The last day on which a copy can still exist in this source's backups; null: it keeps none. */
  backupsUntil: z.iso.date().nullable(),
  startedAt: moment,
  endedAt: moment,
  /** absent in older certificates, which name only sources that were read again */
  proof: z.enum(PROOFS).optional(),
  /** Erased again after a backup had brought rows back. */
  replays: list(z.strictObject({ at: moment, erased: count, changed: count }), 100).optional(),
  collections: list(CollectionResult, 5_000),
})
export type SourceResult = z.infer<typeof SourceResult>

export const RetainedItem = z.strictObject({
  source: text,
  collection: text,
  count,
  categories: list(text, 500),
  basis: text,
  article: text,
  /** the day on which keeping the first of them ends; absent: all of them end on the same day */
  from: z.iso.date().optional(),
  until: z.iso.date(),
  /** none: the whole row */
  fields: list(text, 5_000).optional(),
})

export const HeldItem = z.strictObject({
  source: text,
  collection: text,
  count,
  reason: z.enum(['shared_with_another_person', 'legal_hold', 'refused_by_source']),
  why: text,
  /** last day of a legal hold; null: until it is lifted */
  until: z.iso.date().nullable().optional(),
  fields: list(text, 5_000).optional(),
})
export type HeldItem = z.infer<typeof HeldItem>

export const Recipient = z.strictObject({
  name: text,
  instructedAt: moment,
  answeredAt: moment.nullable(),
  answer: text.nullable(),
})

/** Where the execution stands in the audit log: RFC 6962 §2.1 proof (base64) and a C2SP tlog-checkpoint as signed-note text. */
export const LogPosition = z.strictObject({
  origin: text,
  leafIndex: count,
  treeSize: count,
  leafHash: hash,
  proof: list(hash, 64),
  checkpoint: z.string().min(1).max(4_000),
})
export type LogPosition = z.infer<typeof LogPosition>

/**
 * What a deletion certificate says (berita acara, PP 33/2026 art. 86; UU PDP arts. 43–45).
 * It names no data subject: `subjectCommitment` is salted, and the salt stands on the subject's own copy only.
 */
export const Certificate = z.strictObject({
  schema: z.literal(certificateSchema),
  id: z.uuid(),
  kind: z.enum(['erasure', 'destruction']),
  issuer: z.strictObject({ name: text, contact: text }),
  controller: z.strictObject({ name: text, contact: text, dpo: text }),
  reference: z.string().regex(/^[A-Z0-9-]{4,40}$/),
  right: z.enum(['erasure', 'consent_withdrawal', 'objection', 'restriction']),
  law: text,
  article: text,
  subjectCommitment: text,
  times: z.strictObject({
    zone: z.string().regex(/^[A-Za-z_]+(\/[A-Za-z_+-]+[0-9]*)*$/),
    receivedAt: moment,
    approvedAt: moment,
    executedAt: moment,
    verifiedAt: moment,
    issuedAt: moment,
  }),
  sources: z.array(SourceResult).min(1).max(200),
  retained: list(RetainedItem, 10_000),
  held: list(HeldItem, 10_000),
  recipients: list(Recipient, 500),
  log: LogPosition,
  limits: list(Words, 30),
  /** The certificate that this one replaces, for instance after a hold was lifted. */
  supersedes: z.uuid().nullable(),
})
export type Certificate = z.infer<typeof Certificate>
