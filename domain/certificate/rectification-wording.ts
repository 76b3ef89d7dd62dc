import type { Words } from './certificate.ts'
import type { RectificationStatement } from './rectification.ts'
import type { Statements } from './wording.ts'

type Outcome = RectificationStatement['results'][number]
const OUTCOME: Record<Outcome['outcome'], Words> = {
  corrected: { id: 'Dibetulkan dan dibaca ulang', en: 'Corrected and read again' },
  noted: { id: 'Tidak diganti; catatan ditulis pada datanya', en: 'Not replaced; a note was written into the record' },
  stated: {
    id: 'Tidak diganti; catatan disimpan di samping datanya',
    en: 'Not replaced; a note is kept beside the record',
  },
}

/** Of a source that answers for itself: nobody else looked. */
const BY_ITS_WORD: Record<Exclude<Outcome['proof'], 'read_again'>, Words> = {
  stated: { id: 'Dibetulkan menurut pernyataan sumbernya', en: 'Corrected, by the word of its source' },
  confirmed: {
    id: 'Dibetulkan oleh sumbernya, yang menjawab dengan nilai baru saat ditanya lagi',
    en: 'Corrected by its source, which answered with the new value when asked again',
  },
}

/** What became of a field, in words. */
export const outcomeOfField = ({ outcome, proof }: Pick<Outcome, 'outcome' | 'proof'>): Words =>
  outcome === 'corrected' && proof !== 'read_again' ? BY_ITS_WORD[proof] : OUTCOME[outcome]

/** What a statement of correction that passed every check proves, and what it cannot. */
export function rectificationStatements(statement: RectificationStatement): Statements {
  const { issuer, reference, results, times, log } = statement
  const corrected = results.filter(({ outcome }) => outcome === 'corrected').length
  const kept = results.length - corrected
  const stated = results.filter(({ outcome, proof }) => outcome === 'corrected' && proof !== 'read_again').length
  const how: Words =
    stated > 0
      ? {
          id: `, ${stated} di antaranya menurut pernyataan sumbernya`,
          en: `, ${stated} of them by the word of their source`,
        }
      : { id: ' dan dibaca ulang', en: ' and read again' }
  return {
    proves: [
      {
        id: `${issuer.name} menandatangani pernyataan ini untuk permohonan ${reference}, dan isinya tidak berubah sejak itu.`,
        en: `${issuer.name} signed this statement for request ${reference}, and its contents have not changed since.`,
      },
      {
        id: `Penanda tangan menyatakan: ${corrected} nilai dibetulkan${how.id}; ${kept} tidak diganti dan diberi catatan (${times.appliedAt}).`,
        en: `The signer states: ${corrected} values were corrected${how.en}; ${kept} were not replaced and carry a note (${times.appliedAt}).`,
      },
      {
        id: `Pelaksanaannya tercatat pada urutan ${log.leafIndex + 1} dari ${log.treeSize} dalam log audit “${log.origin}”.`,
        en: `It is entry ${log.leafIndex + 1} of ${log.treeSize} in the audit log “${log.origin}”.`,
      },
    ],
    provesNot: [
      {
        id: 'Nilai lama dan baru tidak tertulis di dalamnya, dan nama Anda juga tidak.',
        en: 'Neither the old nor the new values stand in it, nor does your name.',
      },
      {
        id: 'Ini pernyataan bertanda tangan, bukan pemeriksaan oleh pihak luar: penerima data menjawab untuk dirinya sendiri.',
        en: 'This is a signed statement, not an outside inspection: recipients of the data answer for themselves.',
      },
      {
        id: 'Data dapat berubah lagi sesudahnya; pernyataan ini hanya tentang waktu yang disebut.',
        en: 'The data can change again afterwards; this speaks of the time it names only.',
      },
    ],
  }
}
