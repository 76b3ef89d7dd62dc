import type { Words } from './certificate.ts'
import type { RectificationStatement } from './rectification.ts'
import type { Statements } from './wording.ts'

type Outcome = RectificationStatement['results'][number]
type How = Pick<Outcome, 'outcome' | 'proof'>

/** Of a source that answers for itself: nobody else looked. */
const CORRECTED: Record<Outcome['proof'], Words> = {
  read_again: { id: 'Dibetulkan dan dibaca ulang', en: 'Corrected and read again' },
  stated: { id: 'Dibetulkan menurut pernyataan sumbernya', en: 'Corrected, by the word of its source' },
  confirmed: {
    id: 'Dibetulkan oleh sumbernya, yang menjawab dengan nilai baru saat ditanya lagi',
    en: 'Corrected by its source, which answered with the new value when asked again',
  },
}
const NOTED: Record<Outcome['proof'], Words> = {
  read_again: {
    id: 'Catatan ditulis pada datanya dan dibaca ulang',
    en: 'A note was written into the record and read again',
  },
  stated: {
    id: 'Menurut pernyataan sumbernya, catatan ditulis pada datanya',
    en: 'By the word of its source, a note was written into the record',
  },
  confirmed: {
    id: 'Catatan ditulis oleh sumbernya, yang menjawab dengan catatan itu saat ditanya lagi',
    en: 'A note was written by its source, which answered with it when asked again',
  },
}
const BESIDE: Words = {
  id: 'Catatan disimpan oleh pengendali data di samping datanya',
  en: 'The controller keeps a note beside the record',
}

/** Who wrote the note that stands for what was not replaced, and whose word that is. */
export const noteOfField = ({ outcome, proof }: How): Words => (outcome === 'noted' ? NOTED[proof] : BESIDE)

/** What became of a field, in words. */
export function outcomeOfField(how: How): Words {
  if (how.outcome === 'corrected') return CORRECTED[how.proof]
  const note = noteOfField(how)
  return { id: `Tidak diganti. ${note.id}`, en: `Not replaced. ${note.en}` }
}

/** How many of them rest on their source's word alone, as an aside of a sentence; nothing where none does. */
function onWord(results: readonly How[]): Words {
  const count = results.filter(({ outcome, proof }) => outcome !== 'stated' && proof !== 'read_again').length
  return count === 0
    ? { id: '', en: '' }
    : {
        id: `, ${count} di antaranya menurut pernyataan sumbernya`,
        en: `, ${count} of them by the word of their source`,
      }
}

/** What a statement of correction that passed every check proves, and what it cannot. */
export function rectificationStatements(statement: RectificationStatement): Statements {
  const { issuer, reference, results, times, log } = statement
  const corrected = results.filter(({ outcome }) => outcome === 'corrected')
  const kept = results.filter(({ outcome }) => outcome !== 'corrected')
  const [how, noted] = [onWord(corrected), onWord(kept)]
  return {
    proves: [
      {
        id: `${issuer.name} menandatangani pernyataan ini untuk permohonan ${reference}, dan isinya tidak berubah sejak itu.`,
        en: `${issuer.name} signed this statement for request ${reference}, and its contents have not changed since.`,
      },
      {
        id: `Penanda tangan menyatakan: ${corrected.length} nilai dibetulkan${how.id || ' dan dibaca ulang'}; ${kept.length} tidak diganti dan diberi catatan${noted.id} (${times.appliedAt}).`,
        en: `The signer states: ${corrected.length} values were corrected${how.en || ' and read again'}; ${kept.length} were not replaced and carry a note${noted.en} (${times.appliedAt}).`,
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
