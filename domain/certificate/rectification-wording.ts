import type { Words } from './certificate.ts'
import type { RectificationStatement } from './rectification.ts'
import type { Statements } from './wording.ts'

/** What became of a field, in words. */
export const outcomeOfField: Record<RectificationStatement['results'][number]['outcome'], Words> = {
  corrected: { id: 'Dibetulkan dan dibaca ulang', en: 'Corrected and read again' },
  noted: { id: 'Tidak diganti; catatan ditulis pada datanya', en: 'Not replaced; a note was written into the record' },
  stated: {
    id: 'Tidak diganti; catatan disimpan di samping datanya',
    en: 'Not replaced; a note is kept beside the record',
  },
}

/** What a statement of correction that passed every check proves, and what it cannot. */
export function rectificationStatements(statement: RectificationStatement): Statements {
  const { issuer, reference, results, times, log } = statement
  const corrected = results.filter(({ outcome }) => outcome === 'corrected').length
  const kept = results.length - corrected
  return {
    proves: [
      {
        id: `${issuer.name} menandatangani pernyataan ini untuk permohonan ${reference}, dan isinya tidak berubah sejak itu.`,
        en: `${issuer.name} signed this statement for request ${reference}, and its contents have not changed since.`,
      },
      {
        id: `Penanda tangan menyatakan: ${corrected} nilai dibetulkan dan dibaca ulang, ${kept} tidak diganti dan diberi catatan (${times.appliedAt}).`,
        en: `The signer states: ${corrected} values were corrected and read again, ${kept} were not replaced and carry a note (${times.appliedAt}).`,
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
