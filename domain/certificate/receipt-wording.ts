import type { RecipientAnswer } from '../recipient.ts'
import type { Words } from './certificate.ts'
import type { ConsentReceipt, ReceiptRecipient, StoppedProcess } from './receipt.ts'
import type { Statements } from './wording.ts'

const counted = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? '' : 's'}`

/** A moment that is signed in UTC, to the minute, as both languages read it. */
export const spoken = (moment: string): string =>
  moment.endsWith('Z') ? `${moment.slice(0, 16).replace('T', ' ')} UTC` : moment

/** What a receipt that passed every check proves, and what it cannot. Facts come from the signed contents only. */
export function receiptStatements(receipt: ConsentReceipt): Statements {
  const { 'dct:publisher': issuer, 'dpv:hasRecordOfActivity': record, 'hakku:log': log } = receipt
  const processes = record['dpv:hasProcess']
  const withdrawnAt = spoken(record['hakku:event'][0]['dct:date'])
  const read = processes.filter((process) => process['hakku:proof'] === 'read_again')
  const rows = read.reduce((sum, process) => sum + process['hakku:rows'], 0)
  const sources = new Set(read.map((process) => storedAt(process)['dct:identifier'])).size
  const name = issuer['dct:title']
  const reference = record['dct:identifier']
  return {
    proves: [
      {
        id: `${name} menandatangani tanda bukti ini untuk permohonan ${reference}, dan isinya tidak berubah sejak itu.`,
        en: `${name} signed this receipt for request ${reference}, and its contents have not changed since.`,
      },
      {
        id: `Penanda tangan menyatakan: persetujuan untuk tujuan yang tercantum ditarik kembali pada ${withdrawnAt}.`,
        en: `The signer states: consent to the purposes listed was withdrawn at ${withdrawnAt}.`,
      },
      ...(read.length > 0
        ? [
            {
              id: `Penghentiannya dibaca ulang di ${sources} sistem: ${rows} catatan menyatakan bahwa pemrosesan berhenti.`,
              en: `The stop was read again in ${counted(sources, 'system')}: ${counted(rows, 'record')} ${rows === 1 ? 'says' : 'say'} that processing has ended.`,
            },
          ]
        : []),
      {
        id: `Penghentian tercatat pada urutan ${log.leafIndex + 1} dari ${log.treeSize} dalam log audit “${log.origin}”. Mengubah catatan itu di kemudian hari akan ketahuan oleh siapa pun yang memegang tanda bukti ini.`,
        en: `The stop is entry ${log.leafIndex + 1} of ${log.treeSize} in the audit log “${log.origin}”. Anyone who holds this receipt can notice a later change of that entry.`,
      },
    ],
    provesNot: [...openPoints(record), ...alwaysOpen],
  }
}

/** Where the data of a process are. */
export const storedAt = (process: StoppedProcess) => process['dpv:hasStorageCondition'][0]

/** How long they are kept there, in the words of the source's map. */
export const keptFor = (process: StoppedProcess): string[] => {
  const [, ...durations] = process['dpv:hasStorageCondition']
  return durations.map((duration) => duration['dct:description'])
}

type ConsentRecord = ConsentReceipt['dpv:hasRecordOfActivity']

function openPoints(record: ConsentRecord): Words[] {
  const processes = record['dpv:hasProcess']
  const silent = record['dpv:hasRecipient'].filter((recipient) => !answerOf(recipient))
  const isStated = processes.some((process) => process['hakku:proof'] === 'stated')
  const isLeft = processes.some((process) => process['hakku:rowsLeft'] > 0)
  return [
    ...(isStated
      ? [
          {
            id: 'Sebagian dikerjakan oleh petugas atau oleh sistem yang menjawab sendiri: itu pernyataan mereka, tidak kami baca ulang.',
            en: 'Part of it was done by a person, or by a system that answers for itself: that is their statement, not read again by us.',
          },
        ]
      : []),
    ...(isLeft
      ? [
          {
            id: 'Catatan yang juga milik orang lain tidak diubah oleh sistem.',
            en: 'Records that are also somebody else’s were not changed by the system.',
          },
        ]
      : []),
    ...(silent.length > 0
      ? [
          {
            id: `Penerima ini belum menjawab saat tanda bukti terbit: ${silent.map((each) => each['dct:title']).join(', ')}.`,
            en: `These recipients had not answered when this was issued: ${silent.map((each) => each['dct:title']).join(', ')}.`,
          },
        ]
      : []),
    record['dpv:hasNotice']
      ? {
          id: 'Pemberitahuan privasi yang disebut adalah yang berlaku saat tanda bukti terbit. Versi yang dibaca subjek data saat setuju tidak tercatat di sini.',
          en: 'The privacy notice named is the one in force when this was issued. Which version the data subject read when agreeing is not recorded here.',
        }
      : {
          id: 'Pemberitahuan privasi yang mendasari persetujuan tidak tercatat di sini.',
          en: 'Under which privacy notice the consent was given is not recorded here.',
        },
  ]
}

const eventOf = <Type extends string>(recipient: ReceiptRecipient, type: Type) =>
  recipient['hakku:event'].find((event): event is Extract<typeof event, { '@type': Type }> => event['@type'] === type)
const answerOf = (recipient: ReceiptRecipient) => eventOf(recipient, 'hakku:Answered')

const ANSWERS: Readonly<Record<RecipientAnswer, Words>> = {
  done: { id: 'menjawab: sudah dilaksanakan', en: 'answered: done' },
  partly: { id: 'menjawab: sebagian', en: 'answered: done in part' },
  refused: { id: 'menjawab: menolak', en: 'answered: refused' },
}

/** What a recipient was told and what it answered, or since when it is silent. `show` puts a moment into words. */
export function recipientWords(recipient: ReceiptRecipient, show: (moment: string) => string): Words {
  const [told, answered] = [eventOf(recipient, 'hakku:Instructed'), answerOf(recipient)]
  if (!told) return { id: 'belum diberi tahu', en: 'not told yet' }
  const since = show(told['dct:date'])
  if (!answered) return { id: `diberi tahu ${since}, belum menjawab`, en: `told ${since}, no answer yet` }
  const [words, at] = [ANSWERS[answered['hakku:answer']], show(answered['dct:date'])]
  return { id: `diberi tahu ${since}, ${words.id} (${at})`, en: `told ${since}, ${words.en} (${at})` }
}

const alwaysOpen: readonly Words[] = [
  {
    id: 'Ini pernyataan bertanda tangan, bukan pemeriksaan oleh pihak luar: sistem yang tidak tercantum di sini tidak ikut diperiksa.',
    en: 'This is a signed statement, not an outside inspection: systems that are not listed here were not examined.',
  },
  {
    id: 'Tidak ada data yang dihapus. Yang diproses sebelum penarikan tetap sah (PP 33/2026 pasal 91).',
    en: 'Nothing was erased. What was done before the withdrawal stays lawful (GDPR art. 7(3), PP 33/2026 art. 91).',
  },
  {
    id: 'Persetujuan yang diberikan lagi sesudahnya tidak terlihat di sini.',
    en: 'A consent given again afterwards does not show here.',
  },
  {
    id: 'Nama Anda tidak ada di dalamnya. Hanya pemegang salinan milik subjek data dapat menunjukkan bahwa ini tentang dirinya.',
    en: 'Your name is not in it. Only the holder of the data subject’s own copy can show that it is about them.',
  },
]

export const RECEIPT_LIMITS: Words[] = [...alwaysOpen]

/** How a purpose ended in a source, and when that was seen. */
export function proofWords(process: StoppedProcess): Words {
  const seen = process['hakku:event'].find((event) => event['@type'] === 'hakku:ReadAgain')?.['dct:date']
  const rows = process['hakku:rows']
  if (process['hakku:proof'] === 'stated' || !seen)
    return { id: 'dinyatakan, tidak dibaca ulang', en: 'stated, not read again' }
  const at = spoken(seen)
  return { id: `${rows} catatan, dibaca ulang ${at}`, en: `${counted(rows, 'record')}, read again ${at}` }
}
