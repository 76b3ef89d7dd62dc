import { z } from 'zod'
import { RECIPIENT_ANSWERS } from '../recipient.ts'
import { LogPosition, Words } from './certificate.ts'

/** The JWS `typ` and the payload's `schema`: no receipt can be taken for a certificate, nor the other way round. */
export const receiptSchema = 'hakku.consent-receipt.v1'

const DPV_27560 = 'https://w3id.org/dpv/schema/dpv-27560'

/**
 * What the names below mean to a JSON-LD 1.1 reader (W3C Data Privacy Vocabulary 2, Dublin Core). It stands in every
 * receipt and is part of what is signed: nothing is ever fetched to read one.
 */
export const RECEIPT_CONTEXT = {
  '@version': 1.1,
  dpv: 'https://w3id.org/dpv#',
  loc: 'https://w3id.org/dpv/loc#',
  dct: 'http://purl.org/dc/terms/',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  hakku: 'urn:hakku:consent-receipt:v1:',
  schema: 'hakku:schema',
  'dct:conformsTo': { '@type': '@id' },
  'dct:title': { '@container': '@language' },
  'dct:issued': { '@type': 'xsd:dateTime' },
  'dct:date': { '@type': 'xsd:dateTime' },
  'dct:source': { '@type': '@id' },
  'dct:replaces': { '@type': '@id' },
  'dpv:hasConsentStatus': { '@type': '@id' },
  'dpv:hasLegalBasis': { '@type': '@id' },
  'dpv:hasConsentControl': { '@type': '@id' },
  'dpv:hasJurisdiction': { '@type': '@id' },
  'hakku:log': { '@type': '@json' },
  'hakku:limits': { '@type': '@json' },
} as const

const text = z.string().min(1).max(500)
const count = z.int().nonnegative()
const moment = z.iso.datetime({ offset: true })
const Party = (type: 'dpv:DataController' | 'dpv:Organisation') =>
  z.strictObject({ '@type': z.literal(type), 'dct:title': text, 'dpv:hasContact': text })
const Event = <Type extends string>(type: Type) => z.strictObject({ '@type': z.literal(type), 'dct:date': moment })

/** Where the data are, then how long they are kept there, in the words of the source's map. */
const StorageConditions = z.tuple(
  [
    z.strictObject({
      '@type': z.literal('dpv:StorageLocation'),
      'dct:identifier': text,
      'dct:title': text,
      'dpv:hasLocation': text,
    }),
  ],
  z.strictObject({ '@type': z.literal('dpv:StorageDuration'), 'dct:description': text }),
)

/** Whoever got the data: from which sources (none listed: every one), when it was told to stop, and what it answered. */
export const ReceiptRecipient = z.strictObject({
  '@type': z.enum(['dpv:DataProcessor', 'dpv:DataSubProcessor', 'dpv:Recipient']),
  'dct:title': text,
  'dct:description': text.optional(),
  'dpv:hasLocation': text,
  'hakku:source': z.array(text).max(200),
  'hakku:event': z
    .array(
      z.union([
        Event('hakku:Instructed'),
        Event('hakku:Answered').extend({ 'hakku:answer': z.enum(RECIPIENT_ANSWERS) }),
      ]),
    )
    .max(2),
})
export type ReceiptRecipient = z.infer<typeof ReceiptRecipient>

/** One purpose in one source. `stated`: a person or the source itself says so, and no second read of ours stands behind it. */
export const StoppedProcess = z.strictObject({
  '@type': z.literal('dpv:Process'),
  'dpv:hasPurpose': z.strictObject({ '@type': z.literal('dpv:Purpose'), 'dct:identifier': text, 'dct:title': Words }),
  'dpv:hasLegalBasis': z.literal('dpv:Consent'),
  'dpv:hasConsentStatus': z.literal('dpv:ConsentWithdrawn'),
  'dpv:hasPersonalData': z.array(text).max(200),
  'dpv:hasStorageCondition': StorageConditions,
  'hakku:proof': z.enum(['read_again', 'stated']),
  'hakku:rows': count,
  'hakku:rowsLeft': count,
  'hakku:event': z.array(z.union([Event('hakku:Stopped'), Event('hakku:ReadAgain')])).max(2),
})
export type StoppedProcess = z.infer<typeof StoppedProcess>

/**
 * What was withdrawn and what stopped (UU PDP arts. 9 and 40, PP 33/2026 art. 92(4), GDPR art. 7(3)), in the fields of
 * ISO/IEC TS 27560:2023 as the Data Privacy Vocabulary writes them. It names no data subject: the commitment is salted,
 * and the salt is handed to the subject alone.
 */
export const ConsentReceipt = z.strictObject({
  '@context': z.custom<typeof RECEIPT_CONTEXT>((given) => JSON.stringify(given) === JSON.stringify(RECEIPT_CONTEXT)),
  '@id': z.string().regex(/^urn:uuid:[0-9a-f-]{36}$/),
  '@type': z.literal('dpv:ConsentReceipt'),
  schema: z.literal(receiptSchema),
  'dct:conformsTo': z.literal(`${DPV_27560}#receipt`),
  'dct:identifier': z.uuid(),
  'dct:issued': moment,
  'dct:language': z.tuple([z.literal('id'), z.literal('en')]),
  'dct:publisher': Party('dpv:Organisation'),
  'dpv:hasRecordOfActivity': z.strictObject({
    '@type': z.literal('dpv:ConsentRecord'),
    'dct:conformsTo': z.literal(`${DPV_27560}#record`),
    'dct:identifier': z.string().regex(/^[A-Z0-9-]{4,40}$/),
    'dpv:hasDataSubject': z.strictObject({ '@type': z.literal('dpv:DataSubject'), 'dct:identifier': text }),
    'dpv:hasDataController': Party('dpv:DataController'),
    'dpv:hasJurisdiction': z.array(z.string().regex(/^loc:[A-Z-]{2,8}$/)).max(20),
    'dpv:hasApplicableLaw': text,
    'dpv:hasConsentControl': z.literal('dpv:WithdrawConsent'),
    /** what the controller recorded of it; absent where it recorded nothing */
    'dpv:hasNotice': z
      .strictObject({
        '@type': z.literal('dpv:PrivacyNotice'),
        'dct:source': z.url().max(300).optional(),
        'dct:hasVersion': text.optional(),
      })
      .optional(),
    'dpv:hasRecipient': z.array(ReceiptRecipient).max(500),
    'dpv:hasProcess': z.array(StoppedProcess).max(1_000),
    'hakku:event': z.tuple([Event('dpv:WithdrawConsent')]),
  }),
  'hakku:log': LogPosition,
  'hakku:limits': z.array(Words).max(30),
  /** the receipt that this one replaces, since a recipient answered */
  'dct:replaces': z
    .string()
    .regex(/^urn:uuid:[0-9a-f-]{36}$/)
    .optional(),
})
export type ConsentReceipt = z.infer<typeof ConsentReceipt>
export const receiptProfile = { receipt: `${DPV_27560}#receipt`, record: `${DPV_27560}#record` } as const
