import { Temporal } from 'temporal-polyfill'
import { commit } from '#crypto/commitment.ts'
import type { CertificateMaterial } from '#data/certificates/find-material.ts'
import { toIso } from '#data/instant.ts'
import { namesSubject } from '#domain/certificate/names-subject.ts'
import { STATED_REASONS } from '#domain/inquiry.ts'
import { type CollectionOutcome, keptByBasis } from '#domain/outcome.ts'
import type { CertificateInput } from './build-certificate.ts'

type Facts = CertificateInput['facts']
type Erased = CertificateMaterial['erased'][number]

const total = (entries: readonly { count: number }[]) => entries.reduce((sum, { count }) => sum + count, 0)

/** Said on every certificate: what it cannot prove. */
const LIMITS: Facts['limits'] = [
  {
    id: 'Laporan ini hanya mencakup sistem yang terhubung dan disebut di dalamnya.',
    en: 'This report covers only the connected systems that it names.',
  },
  {
    id: 'Salinan cadangan dapat memuat data sampai tanggal yang disebut. Data yang dipulihkan dari cadangan dihapus lagi.',
    en: 'Backups can hold the data until the date stated. Data restored from a backup is erased again.',
  },
  {
    id: 'Prosesor dan penerima menjawab untuk diri sendiri. Yang belum menjawab disebut demikian.',
    en: 'Processors and recipients answer for themselves. Those that have not answered are named as such.',
  },
  {
    id: 'Audit berikutnya dilakukan menurut jadwal pengendali; laporan ini menyatakan keadaan pada waktu pembacaan ulang.',
    en: 'The next audit follows the controller’s schedule; this report states what was so when the data was read again.',
  },
]

const collectionFacts = (done: Erased['outcome']['collections'][number]) => ({
  name: done.collection,
  found: done.found,
  erased: done.delete,
  changed: done.change,
  kept: done.keptRows,
  held: total(done.held) + done.onHoldRows,
  verifiedGone: done.stillThere === 0 && done.gone === done.delete + done.change,
  method: done.methods.join(', ') || 'keep',
  fields: done.fields.map(({ field, ...line }) => ({ name: field, ...line })),
  reported: { erased: done.reported.deleted, changed: done.reported.changed },
  since: done.since,
})

/** The last day on which a copy can still exist in this source's backups. */
const backupsUntil = ({ source, outcome }: Erased, zone: string): string | null =>
  source.backupDays === 0
    ? null
    : Temporal.Instant.from(outcome.endedAt)
        .toZonedDateTimeISO(zone)
        .toPlainDate()
        .add({ days: source.backupDays })
        .toString()

const sourceFacts = (erased: Erased, zone: string): Facts['sources'][number] => ({
  key: erased.source.key,
  name: erased.source.name,
  kind: erased.source.kind,
  region: erased.source.region,
  backupsUntil: backupsUntil(erased, zone),
  startedAt: erased.outcome.startedAt,
  endedAt: erased.outcome.endedAt,
  proof: erased.outcome.proof,
  replays: erased.outcome.replays.map(({ at, deleted, changed }) => ({ at, erased: deleted, changed })),
  collections: erased.outcome.collections.map(collectionFacts),
})

/** Stands where a basis that was written for this request names its subject: the certificate must not, and must end. */
const UNPRINTED = 'Dasar tidak dicetak karena menyebut nama · Basis not printed, for it names a person'

/** What a law keeps of a collection is one line, from its earliest end to its latest: there may be thousands. */
const retainedOf = ({ source, outcome }: Erased, terms: readonly string[] = []): Facts['retained'] =>
  outcome.collections.flatMap(({ collection, categories, kept }) =>
    [...Map.groupBy(kept, ({ fields }) => JSON.stringify(fields)).values()].flatMap((same) =>
      keptByBasis(same).map((line) => {
        const isOwn = outcome.proof !== 'read_again' && namesSubject(line.basis, terms)
        const basis = isOwn ? UNPRINTED : line.basis
        return {
          source: source.key,
          collection,
          count: line.count,
          categories,
          basis,
          article: basis,
          ...(line.from < line.until && { from: line.from }),
          until: line.until,
          fields: same[0]?.fields ?? [],
        }
      }),
    ),
  )

type Held = Pick<Facts['held'][number], 'reason' | 'why'>
const WHY_HELD: Record<CollectionOutcome['held'][number]['why'], Held> = {
  shared: { reason: 'shared_with_another_person', why: 'Juga data orang lain · Also another person’s data' },
  third_party: { reason: 'shared_with_another_person', why: 'Tentang orang lain · About somebody else' },
  refused: { reason: 'refused_by_source', why: 'Sistem ini menolak menghapusnya · This system refuses to erase it' },
}

/** In the source's own code: what it answered when it refused. */
const REFUSED_FOR: Record<(typeof STATED_REASONS)[number], string> = {
  legal_obligation: 'Sistem ini menolak: kewajiban hukum · Refused: a legal obligation',
  legal_claim: 'Sistem ini menolak: tuntutan hukum · Refused: a legal claim',
  not_found: 'Sistem ini menolak: tidak menemukan datanya · Refused: it does not find the data',
  not_possible: 'Sistem ini menolak: tidak dapat dihapus · Refused: it cannot be erased',
  other: 'Sistem ini menolak menghapusnya · This system refuses to erase it',
}

function whyHeld(why: keyof typeof WHY_HELD, reason: string | null | undefined): Held {
  const known = STATED_REASONS.find((one) => one === reason)
  return why === 'refused' && known ? { ...WHY_HELD.refused, why: REFUSED_FOR[known] } : WHY_HELD[why]
}

const heldOf = ({ source, outcome }: Erased, terms: readonly string[] = []): Facts['held'] =>
  outcome.collections.flatMap(({ collection, held, onHold }) => [
    ...held.map(({ count, why }) => ({
      source: source.key,
      collection,
      count,
      ...whyHeld(why, outcome.stated?.reason),
    })),
    ...onHold.map(({ count, basis, until, fields }) => ({
      source: source.key,
      collection,
      count,
      reason: 'legal_hold' as const,
      why: namesSubject(basis, terms) ? UNPRINTED : basis,
      until,
      fields,
    })),
  ])

/** Rows that stay, by law or because they are another person's too. */
export const retainedRows = (erased: readonly Erased[]): number =>
  erased.reduce((sum, one) => sum + total(retainedOf(one)) + total(heldOf(one)), 0)

/** The certificate's statements, read from what the tasks proved. `salt` is printed on the subject's own copy only. */
export function certificateFacts(
  { request, controller, operator, erased, instructions, details, log, previous }: CertificateMaterial,
  { id, salt, now }: { id: string; salt: string; now: Temporal.Instant },
): Facts {
  const ends = erased.map(({ outcome }) => outcome.endedAt).sort()
  const readAgain = erased.flatMap(({ outcome }) => (outcome.proof === 'read_again' ? [outcome.endedAt] : [])).sort()
  const terms = details ? [details.email, details.name] : []
  const starts = erased.map(({ outcome }) => outcome.startedAt).sort()
  return {
    id,
    kind: 'erasure',
    issuer: { name: operator.name, contact: operator.contact },
    controller: { name: controller.name, contact: controller.contact, dpo: controller.dpoContact },
    reference: request.reference,
    right: 'erasure',
    law: 'UU 27/2022 (Pelindungan Data Pribadi); PP 33/2026',
    article: 'UU 27/2022 Pasal 43 dan 45; PP 33/2026 Pasal 86 dan 87',
    // Once the request was shredded nobody can tell whose it was: the commitment made before stands.
    subjectCommitment: details ? commit(salt, details.email) : (previous?.contents.subjectCommitment ?? ''),
    times: {
      zone: controller.zone,
      receivedAt: request.receivedAt.toISOString(),
      approvedAt: (request.approvedAt ?? request.receivedAt).toISOString(),
      executedAt: starts[0] ?? toIso(now),
      verifiedAt: readAgain.at(-1) ?? ends.at(-1) ?? toIso(now),
      issuedAt: toIso(now),
    },
    sources: erased.map((one) => sourceFacts(one, controller.zone)),
    retained: erased.flatMap((one) => retainedOf(one, terms)),
    held: erased.flatMap((one) => heldOf(one, terms)),
    recipients: instructions.map(({ recipient, instructedAt, answeredAt, answer }) => ({
      name: recipient.name,
      instructedAt: instructedAt.toISOString(),
      answeredAt: answeredAt?.toISOString() ?? null,
      answer,
    })),
    log,
    limits: LIMITS,
    supersedes: previous?.id ?? null,
  }
}
