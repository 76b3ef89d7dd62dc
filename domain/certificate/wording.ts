import type { Certificate, CollectionResult, HeldItem, Proof, SourceResult, Words } from './certificate.ts'
import type { InvalidReason, UnusableReason } from './verify.ts'

export type Statements = { proves: Words[]; provesNot: Words[] }

const sum = (sources: readonly SourceResult[], count: 'found' | 'erased' | 'changed') =>
  sources.flatMap(({ collections }) => collections).reduce((total, result) => total + result[count], 0)

const provenBy = (sources: readonly SourceResult[], proof: Proof) =>
  sources.filter((source) => (source.proof ?? 'read_again') === proof)

/** What a certificate that passed every check proves, and what it cannot. Facts come from the signed contents only. */
export function statementsOf(certificate: Certificate): Statements {
  const { issuer, reference, sources, times, log, retained, held, recipients } = certificate
  const read = provenBy(sources, 'read_again')
  const [found, erased, changed] = (['found', 'erased', 'changed'] as const).map((count) => sum(read, count))
  const proves: Words[] = [
    {
      id: `${issuer.name} menandatangani berita acara ini untuk permohonan ${reference}, dan isinya tidak berubah sejak itu.`,
      en: `${issuer.name} signed this certificate for request ${reference}, and its contents have not changed since.`,
    },
    ...(read.length > 0
      ? [
          {
            id: `Penanda tangan menyatakan: di ${read.length} sistem ditemukan ${found} data; ${erased} dihapus dan ${changed} diubah (isinya dikosongkan atau disamarkan), lalu dibaca ulang: tidak ada lagi yang tersisa darinya (${times.verifiedAt}).`,
            en: `The signer states: ${found} records were found in ${read.length} systems; ${erased} were erased and ${changed} changed (values emptied or masked), then read again: none of that was still there (${times.verifiedAt}).`,
          },
        ]
      : []),
    {
      id: `Pelaksanaannya tercatat pada urutan ${log.leafIndex + 1} dari ${log.treeSize} dalam log audit “${log.origin}”. Mengubah catatan itu di kemudian hari akan ketahuan oleh siapa pun yang memegang berita acara ini.`,
      en: `The execution is entry ${log.leafIndex + 1} of ${log.treeSize} in the audit log “${log.origin}”. Anyone who holds this certificate can notice a later change of that entry.`,
    },
  ]
  return { proves, provesNot: [...statedPoints(sources), ...openPoints(retained, held, recipients), ...alwaysOpen] }
}

const STATED: Readonly<Record<Exclude<Proof, 'read_again'>, (names: string) => Words>> = {
  stated: (names) => ({
    id: `Sistem ini menjawab untuk dirinya sendiri: ${names}. Hasilnya adalah pernyataannya, dan tidak dibuktikan dengan membaca ulang.`,
    en: `These systems answer for themselves: ${names}. Their results are their own statement, not verified by reading again.`,
  }),
  confirmed: (names) => ({
    id: `Sistem ini menjawab untuk dirinya sendiri: ${names}. Saat ditanya sekali lagi, sistem itu menegaskan jawabannya.`,
    en: `These systems answer for themselves: ${names}. Asked once more, they confirmed their answer.`,
  }),
}

const statedPoints = (sources: readonly SourceResult[]): Words[] =>
  (['stated', 'confirmed'] as const).flatMap((proof) => {
    const names = provenBy(sources, proof).map(({ name }) => name)
    return names.length > 0 ? [STATED[proof](names.join(', '))] : []
  })

function openPoints(
  retained: Certificate['retained'],
  held: Certificate['held'],
  recipients: Certificate['recipients'],
): Words[] {
  const silent = recipients.filter(({ answeredAt }) => answeredAt === null).map(({ name }) => name)
  return [
    ...(retained.length + held.length > 0
      ? [
          {
            id: 'Tidak semua data hilang: sebagian disimpan atau ditahan. Alasan dan tanggalnya tercantum di bawah.',
            en: 'Not everything is gone: some data is kept or held. Why, and until when, is listed below.',
          },
        ]
      : []),
    ...(silent.length > 0
      ? [
          {
            id: `Penerima ini sudah diminta menghapus, tetapi belum menjawab saat berita acara terbit: ${silent.join(', ')}.`,
            en: `These recipients were told to erase, but had not answered when this was issued: ${silent.join(', ')}.`,
          },
        ]
      : []),
  ]
}

const alwaysOpen: readonly Words[] = [
  {
    id: 'Ini pernyataan bertanda tangan, bukan pemeriksaan oleh pihak luar: sistem yang tidak terdaftar di sini tidak ikut diperiksa.',
    en: 'This is a signed statement, not an outside inspection: systems that are not listed here were not examined.',
  },
  {
    id: 'Salinan cadangan dapat masih ada sampai tanggal yang tercantum untuk tiap sistem.',
    en: 'Backup copies may exist until the date listed for each system.',
  },
  {
    id: 'Nama Anda tidak ada di dalamnya. Hanya pemegang salinan milik subjek data dapat menunjukkan bahwa ini tentang dirinya.',
    en: 'Your name is not in it. Only the holder of the data subject’s own copy can show that it is about them.',
  },
  {
    id: 'Pemeriksaan ini tidak bertanya kepada siapa pun, jadi tidak tahu apakah berita acara ini kemudian diganti atau dicabut.',
    en: 'This check asks no one, so it cannot tell whether the certificate was replaced or revoked later.',
  },
]

/** Why a file was not accepted. A reason without words does not compile. */
export const reasonWords: Record<InvalidReason | UnusableReason, Words> = {
  too_large: {
    id: 'Berkas terlalu besar untuk sebuah berita acara.',
    en: 'The file is too large to be a certificate.',
  },
  is_pdf: {
    id: 'Ini PDF untuk dibaca. Pilih berkas .jws yang datang bersamanya: di situlah tanda tangannya.',
    en: 'This is the PDF for reading. Choose the .jws file that came with it: the signature is there.',
  },
  not_text: { id: 'Berkas ini bukan teks.', en: 'This file is not text.' },
  not_a_certificate: { id: 'Berkas ini bukan berita acara Hakku.', en: 'This file is not a Hakku certificate.' },
  keys_unusable: {
    id: 'Kunci publik penerbit tidak dapat dibaca, jadi tidak ada yang dapat diperiksa.',
    en: 'The issuer’s public keys cannot be read, so nothing can be checked.',
  },
  browser_too_old: {
    id: 'Peramban ini tidak dapat memeriksa tanda tangan Ed25519. Gunakan peramban baru melalui https.',
    en: 'This browser cannot check Ed25519 signatures. Use a recent one, over https.',
  },
  encoding_malformed: {
    id: 'Berkas rusak: penyandiannya tidak sah.',
    en: 'The file is damaged: its encoding is broken.',
  },
  header_malformed: {
    id: 'Berkas rusak: kepalanya tidak terbaca.',
    en: 'The file is damaged: its header is unreadable.',
  },
  algorithm_not_allowed: {
    id: 'Tanda tangannya memakai cara yang tidak kami terima.',
    en: 'It is signed in a way that we do not accept.',
  },
  type_wrong: { id: 'Ini dokumen jenis lain atau versi lain.', en: 'This is another kind or version of document.' },
  critical_header_unknown: {
    id: 'Berkas menuntut aturan pemeriksaan yang tidak kami kenal.',
    en: 'The file demands a rule of checking that we do not know.',
  },
  key_unknown: {
    id: 'Ditandatangani dengan kunci yang bukan milik penerbit ini.',
    en: 'It is signed with a key that is not this issuer’s.',
  },
  signature_wrong: {
    id: 'Tanda tangan tidak cocok: isinya diubah setelah ditandatangani.',
    en: 'The signature does not match: the contents were changed after signing.',
  },
  contents_malformed: {
    id: 'Ditandatangani, tetapi isinya bukan berita acara yang lengkap.',
    en: 'It is signed, but the contents are not a complete certificate.',
  },
  log_position_malformed: {
    id: 'Posisinya dalam log audit tidak terbaca.',
    en: 'Its position in the audit log is unreadable.',
  },
  inclusion_wrong: {
    id: 'Catatan pelaksanaannya tidak terbukti ada dalam log audit.',
    en: 'The entry of its execution is not proven to be in the audit log.',
  },
  checkpoint_malformed: {
    id: 'Titik periksa log audit tidak terbaca.',
    en: 'The audit log’s checkpoint is unreadable.',
  },
  checkpoint_key_unknown: {
    id: 'Titik periksa log audit tidak ditandatangani penerbit ini.',
    en: 'The audit log’s checkpoint is not signed by this issuer.',
  },
  checkpoint_signature_wrong: {
    id: 'Tanda tangan pada titik periksa log audit tidak cocok.',
    en: 'The signature on the audit log’s checkpoint does not match.',
  },
  checkpoint_of_another_log: {
    id: 'Titik periksanya milik log lain atau ukuran lain.',
    en: 'The checkpoint belongs to another log or another size.',
  },
}

export const kindWords: Record<Certificate['kind'], Words> = {
  erasure: { id: 'penghapusan', en: 'erasure' },
  destruction: { id: 'pemusnahan', en: 'destruction' },
}

export const rightWords: Record<Certificate['right'], Words> = {
  erasure: { id: 'Penghapusan data', en: 'Erasure of data' },
  consent_withdrawal: { id: 'Penarikan kembali persetujuan', en: 'Withdrawal of consent' },
  objection: { id: 'Keberatan atas pemrosesan', en: 'Objection to processing' },
  restriction: { id: 'Penundaan dan pembatasan pemrosesan', en: 'Restriction of processing' },
}

export const outcomeWords: Record<CollectionResult['outcome'], Words> = {
  erased: { id: 'Dihapus', en: 'Erased' },
  changed: { id: 'Diubah', en: 'Changed' },
  partly_kept: { id: 'Sebagian disimpan', en: 'Partly kept' },
  kept: { id: 'Disimpan', en: 'Kept' },
  held: { id: 'Ditahan', en: 'Held' },
  not_found: { id: 'Tidak ditemukan', en: 'Not found' },
}

export const holdWords: Record<HeldItem['reason'], Words> = {
  shared_with_another_person: { id: 'Milik bersama orang lain', en: 'Shared with another person' },
  legal_hold: { id: 'Penahanan hukum', en: 'Legal hold' },
  refused_by_source: { id: 'Ditolak oleh sistem itu', en: 'Refused by that system' },
}

type Since = NonNullable<CollectionResult['since']>

/** How the rows differ from those that were approved; null when they do not. */
export function sinceWords({ added, left, vanished }: Since): Words | null {
  const parts: [number, Words][] = [
    [added, { id: 'baru sejak disetujui, ikut dihapus', en: 'new since approval, erased too' }],
    [left, { id: 'ternyata ditinggal', en: 'left after all' }],
    [vanished, { id: 'sudah tidak ada atau bukan miliknya lagi', en: 'no longer there, or no longer theirs' }],
  ]
  const said = parts.filter(([count]) => count > 0)
  if (said.length === 0) return null
  const join = (locale: keyof Words) => said.map(([count, words]) => `${count} ${words[locale]}`).join('; ')
  return { id: join('id'), en: join('en') }
}

/** `at` in words that both languages read. */
export const replayWords = ({ erased, changed }: { erased: number; changed: number }, at: string): Words => ({
  id: `${at}: cadangan dipulihkan, lalu ${erased} baris dihapus dan ${changed} diubah lagi.`,
  en: `${at}: a backup was restored, then ${erased} rows were erased and ${changed} changed again.`,
})

/** What a recipient answered; another text is shown as it is. */
export const answerWords: Readonly<Record<string, Words>> = {
  done: { id: 'Dihapus', en: 'Erased' },
  partly: { id: 'Dihapus sebagian', en: 'Partly erased' },
  refused: { id: 'Menolak', en: 'Refused' },
}

export const proofWords: Record<Proof, Words> = {
  read_again: { id: 'terbukti', en: 'proven' },
  stated: { id: 'dinyatakan sistem itu, tidak dibaca ulang', en: 'stated by the system, not read again' },
  confirmed: { id: 'ditegaskan sistem itu', en: 'confirmed by the system' },
}

/** The erase methods of a dataset; a method of another name is shown as it is. */
export const methodWords: Readonly<Record<string, Words>> = {
  delete: { id: 'Baris dihapus', en: 'Row deleted' },
  null: { id: 'Isi dikosongkan', en: 'Values emptied' },
  hash: { id: 'Diganti sidik', en: 'Replaced by a hash' },
  mask: { id: 'Disamarkan', en: 'Masked' },
  keep: { id: 'Tidak diubah', en: 'Left as it is' },
}
