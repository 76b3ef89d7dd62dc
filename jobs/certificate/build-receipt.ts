import { commit } from '#crypto/commitment.ts'
import { signJws } from '#crypto/signing.ts'
import { toIso } from '#data/instant.ts'
import type { ReceiptMaterial, StoppedSource } from '#data/receipts/find-material.ts'
import type { InstructedRecipient } from '#data/recipients/answers.ts'
import {
  ConsentReceipt,
  RECEIPT_CONTEXT,
  type ReceiptRecipient,
  receiptProfile,
  receiptSchema,
  type StoppedProcess,
} from '#domain/certificate/receipt.ts'
import { RECEIPT_LIMITS } from '#domain/certificate/receipt-wording.ts'
import type { RecipientKind } from '#domain/recipient.ts'
import type { StoppedPurpose } from '#domain/stop-outcome.ts'
import { env } from '#env'

type About = { id: string; salt: string; issuedAt: string }
type ConsentRecord = ConsentReceipt['dpv:hasRecordOfActivity']

const organisation = (name: string, contact: string) =>
  ({ '@type': 'dpv:Organisation', 'dct:title': name, 'dpv:hasContact': contact }) as const

/** How one purpose ended in one source; of what a person saw to only that, since nothing was read again. */
function processOf(
  { source, outcome, categories, retentions }: StoppedSource,
  purpose: StoppedPurpose,
): StoppedProcess {
  const isRead = outcome !== null && purpose.way === 'stopped'
  const total = (of: 'stopped' | 'held') => purpose.collections.reduce((sum, each) => sum + each[of], 0)
  return {
    '@type': 'dpv:Process',
    'dpv:hasPurpose': { '@type': 'dpv:Purpose', 'dct:identifier': purpose.key, 'dct:title': purpose.label },
    'dpv:hasLegalBasis': 'dpv:Consent',
    'dpv:hasConsentStatus': 'dpv:ConsentWithdrawn',
    'dpv:hasPersonalData': [...categories],
    'dpv:hasStorageCondition': [
      {
        '@type': 'dpv:StorageLocation',
        'dct:identifier': source.key,
        'dct:title': source.name,
        'dpv:hasLocation': `loc:${source.region}`,
      },
      ...retentions.map((words) => ({ '@type': 'dpv:StorageDuration', 'dct:description': words }) as const),
    ],
    'hakku:proof': isRead ? 'read_again' : 'stated',
    'hakku:rows': isRead ? total('stopped') : 0,
    'hakku:rowsLeft': total('held'),
    'hakku:event': isRead
      ? [
          { '@type': 'hakku:Stopped', 'dct:date': outcome.stoppedAt },
          { '@type': 'hakku:ReadAgain', 'dct:date': outcome.verifiedAt },
        ]
      : [],
  }
}

/** What a person withdrew in words of their own, which may say who they are. */
const inWords = ({ controller }: ReceiptMaterial): StoppedProcess => ({
  '@type': 'dpv:Process',
  'dpv:hasPurpose': {
    '@type': 'dpv:Purpose',
    'dct:identifier': 'in-words',
    'dct:title': { id: 'Yang ditulis sendiri dalam permohonan', en: 'What the request says in its own words' },
  },
  'dpv:hasLegalBasis': 'dpv:Consent',
  'dpv:hasConsentStatus': 'dpv:ConsentWithdrawn',
  'dpv:hasPersonalData': [],
  'dpv:hasStorageCondition': [
    {
      '@type': 'dpv:StorageLocation',
      'dct:identifier': controller.slug,
      'dct:title': controller.name,
      'dpv:hasLocation': `loc:${env.REGION}`,
    },
  ],
  'hakku:proof': 'stated',
  'hakku:rows': 0,
  'hakku:rowsLeft': 0,
  'hakku:event': [],
})

/** What the controller has recorded of the notice, or nothing. */
function noticeOf({ noticeUrl, noticeVersion }: ReceiptMaterial['controller']): Pick<ConsentRecord, 'dpv:hasNotice'> {
  if (!noticeUrl && !noticeVersion) return {}
  return {
    'dpv:hasNotice': {
      '@type': 'dpv:PrivacyNotice',
      ...(noticeUrl && { 'dct:source': noticeUrl }),
      ...(noticeVersion && { 'dct:hasVersion': noticeVersion }),
    },
  }
}

const TYPES = {
  processor: 'dpv:DataProcessor',
  sub_processor: 'dpv:DataSubProcessor',
  recipient: 'dpv:Recipient',
} as const satisfies { [Kind in RecipientKind]: ReceiptRecipient['@type'] }

const recipientOf = (told: InstructedRecipient): ReceiptRecipient => ({
  '@type': TYPES[told.kind],
  'dct:title': told.name,
  ...(told.receives && { 'dct:description': told.receives }),
  'dpv:hasLocation': `loc:${told.region}`,
  'hakku:source': told.sources,
  'hakku:event': [
    { '@type': 'hakku:Instructed', 'dct:date': toIso(told.instructedAt) },
    ...(told.answer && told.answeredAt
      ? [{ '@type': 'hakku:Answered', 'dct:date': toIso(told.answeredAt), 'hakku:answer': told.answer } as const]
      : []),
  ],
})

/** The receipt's statements, read from what the tasks proved, and signed: compact JWS, Ed25519. */
export async function buildReceipt(
  material: ReceiptMaterial,
  { id, salt, issuedAt }: About,
): Promise<{ receipt: ConsentReceipt; jws: string }> {
  const { request, controller, operator, stopped, details, log, signingKey, previous } = material
  const listed = stopped.flatMap((each) => each.purposes.map((purpose) => processOf(each, purpose)))
  const receipt = ConsentReceipt.parse({
    '@context': RECEIPT_CONTEXT,
    '@id': `urn:uuid:${id}`,
    '@type': 'dpv:ConsentReceipt',
    schema: receiptSchema,
    'dct:conformsTo': receiptProfile.receipt,
    'dct:identifier': id,
    'dct:issued': issuedAt,
    'dct:language': ['id', 'en'],
    'dct:publisher': organisation(operator.name, operator.contact),
    'dpv:hasRecordOfActivity': {
      '@type': 'dpv:ConsentRecord',
      'dct:conformsTo': receiptProfile.record,
      'dct:identifier': request.reference,
      'dpv:hasDataSubject': { '@type': 'dpv:DataSubject', 'dct:identifier': commit(salt, details.email) },
      'dpv:hasDataController': { ...organisation(controller.name, controller.contact), '@type': 'dpv:DataController' },
      'dpv:hasJurisdiction': controller.jurisdictions.map((law) => `loc:${law}`),
      'dpv:hasApplicableLaw': 'UU 27/2022 Pasal 9 dan 40; PP 33/2026 Pasal 90–92',
      'dpv:hasConsentControl': 'dpv:WithdrawConsent',
      ...noticeOf(controller),
      'dpv:hasRecipient': material.recipients.map(recipientOf),
      'dpv:hasProcess': material.hasWords ? [...listed, inWords(material)] : listed,
      'hakku:event': [{ '@type': 'dpv:WithdrawConsent', 'dct:date': request.receivedAt.toISOString() }],
    },
    'hakku:log': log,
    'hakku:limits': RECEIPT_LIMITS,
    ...(previous && { 'dct:replaces': `urn:uuid:${previous.id}` }),
  } satisfies ConsentReceipt)
  return { receipt, jws: await signJws(receipt, signingKey, receiptSchema) }
}
