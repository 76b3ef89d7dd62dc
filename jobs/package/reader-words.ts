import type { Words } from '#domain/certificate/certificate.ts'
import type { LegalBasis } from '#domain/dataset/schema.ts'
import type { HistoryEntry, ManifestRedaction, Recipient } from '#domain/package/manifest.ts'
import type { RedactionReason } from '#domain/redaction.ts'

/** The fideslang categories that people meet most, longest prefix first; any other is shown as it is written. */
const categories: readonly (readonly [string, Words])[] = [
  ['user.contact.email', { id: 'Email', en: 'E-mail' }],
  ['user.contact.phone', { id: 'Telepon', en: 'Phone' }],
  ['user.contact.address', { id: 'Alamat', en: 'Address' }],
  ['user.contact', { id: 'Kontak', en: 'Contact' }],
  ['user.name', { id: 'Nama', en: 'Name' }],
  ['user.government_id', { id: 'Nomor identitas', en: 'Government ID' }],
  ['user.date_of_birth', { id: 'Tanggal lahir', en: 'Date of birth' }],
  ['user.demographic', { id: 'Demografi', en: 'Demographics' }],
  ['user.financial', { id: 'Keuangan', en: 'Financial' }],
  ['user.payment', { id: 'Pembayaran', en: 'Payment' }],
  ['user.location', { id: 'Lokasi', en: 'Location' }],
  ['user.device', { id: 'Perangkat', en: 'Device' }],
  ['user.behavior', { id: 'Perilaku', en: 'Behaviour' }],
  ['user.content', { id: 'Konten Anda', en: 'Your content' }],
  ['user.authorization', { id: 'Masuk akun', en: 'Sign-in' }],
  ['user.credentials', { id: 'Masuk akun', en: 'Sign-in' }],
  ['user.unique_id', { id: 'Nomor pengenal', en: 'Identifier' }],
  ['user.health_and_medical', { id: 'Kesehatan', en: 'Health' }],
  ['user.biometric', { id: 'Biometrik', en: 'Biometrics' }],
  ['user', { id: 'Data pengguna', en: 'User data' }],
  ['system', { id: 'Catatan sistem', en: 'System records' }],
]

export const categoryWords = (category: string): Words =>
  categories.find(([prefix]) => category === prefix || category.startsWith(`${prefix}.`))?.[1] ?? {
    id: category,
    en: category,
  }

/** `created_at` → `Created at`: a column's name as a person would write it. */
export function title(name: string): string {
  const plain = name.replace(/[_-]+/g, ' ').trim()
  return plain === '' ? name : plain.charAt(0).toUpperCase() + plain.slice(1)
}

export const rightWords: Record<'access' | 'portability', Words> = {
  access: { id: 'Akses dan salinan data', en: 'Access and a copy of the data' },
  portability: { id: 'Portabilitas data', en: 'Data portability' },
}

export const words = {
  yourData: (name: string): Words => ({ id: `Data Anda di ${name}`, en: `Your data at ${name}` }),
  lead: {
    id: 'Halaman ini berjalan tanpa internet dan tidak mengirim apa pun. Simpan di tempat yang aman: isinya data pribadi.',
    en: 'This page works without the internet and sends nothing. Keep it somewhere safe: it holds personal data.',
  },
  reference: { id: 'Nomor permohonan', en: 'Request number' },
  right: { id: 'Hak', en: 'Right' },
  made: { id: 'Dibuat', en: 'Made' },
  contact: { id: 'Narahubung', en: 'Contact' },
  dpo: { id: 'Pejabat pelindungan data', en: 'Data protection officer' },
  contents: { id: 'Isi paket', en: 'What is in here' },
  records: (count: number): Words => ({
    id: `${count.toLocaleString('id-ID')} data`,
    en: count === 1 ? '1 record' : `${count.toLocaleString('en-GB')} records`,
  }),
  none: { id: 'Tidak ada data tentang Anda di sini.', en: 'There is no data about you here.' },
  part: (shown: number, all: number): Words => ({
    id: `Yang tampil di sini ${shown.toLocaleString('id-ID')} dari ${all.toLocaleString('id-ID')} data. Semuanya ada di berkas di bawah.`,
    en: `Shown here: ${shown.toLocaleString('en-GB')} of ${all.toLocaleString('en-GB')} records. All of them are in the files below.`,
  }),
  cut: { id: ' … (lengkapnya di berkas)', en: ' … (in full in the file)' },
  purpose: { id: 'Untuk apa', en: 'What for' },
  basis: { id: 'Dasar hukum', en: 'Legal basis' },
  retention: { id: 'Disimpan berapa lama', en: 'Kept for how long' },
  category: { id: 'Jenis data', en: 'Kinds of data' },
  redacted: { id: 'Tidak disertakan', en: 'Not included' },
  redactedLead: {
    id: 'Yang tidak ada dalam paket ini dan mengapa. Tidak setuju? Ajukan keberatan di halaman status permohonan Anda.',
    en: 'What is not in this package, and why. Do you disagree? Object on the status page of your request.',
  },
  trail: { id: 'Rekam jejak pemrosesan', en: 'Processing trail' },
  trailLead: {
    id: 'Mengapa data Anda diproses, sejak kapan, siapa yang menerimanya, dan berapa lama disimpan.',
    en: 'Why your data is processed, since when, who receives it, and how long it is kept.',
  },
  since: { id: 'Sejak', en: 'Since' },
  recipients: { id: 'Penerima', en: 'Recipients' },
  origin: { id: 'Asal data', en: 'Where it came from' },
  automated: { id: 'Keputusan otomatis', en: 'Automated decisions' },
  notRecorded: { id: 'Tidak dicatat', en: 'Not recorded' },
  receives: { id: 'Menerima', en: 'Receives' },
  region: { id: 'Negara', en: 'Country' },
  safeguards: { id: 'Pelindungan transfer', en: 'Safeguards of the transfer' },
  recipientsLead: {
    id: 'Pihak di luar pengendali yang menerima data Anda.',
    en: 'Whoever outside the controller receives your data.',
  },
  history: { id: 'Yang terjadi dengan data Anda', en: 'What happened to your data' },
  historyLead: {
    id: 'Catatan portal ini sendiri, dari permohonan ini dan yang sebelumnya.',
    en: 'This portal’s own record, of this request and earlier ones.',
  },
  yourRights: { id: 'Hak Anda yang lain', en: 'Your other rights' },
  complaint: { id: 'Pengaduan', en: 'Complaint' },
  nobody: { id: 'Tidak ada', en: 'None' },
  check: {
    id: 'Berkas manifest.json mencantumkan sidik jari SHA-256 setiap berkas, dan manifest.jws menandatanganinya.',
    en: 'manifest.json lists the SHA-256 fingerprint of every file, and manifest.jws signs it.',
  },
} as const

export const basisWords: Record<LegalBasis, Words> = {
  consent: { id: 'Persetujuan', en: 'Consent' },
  contract: { id: 'Perjanjian', en: 'Contract' },
  legal_obligation: { id: 'Kewajiban hukum', en: 'Legal obligation' },
  vital_interests: { id: 'Kepentingan vital', en: 'Vital interests' },
  public_task: { id: 'Tugas publik', en: 'Public task' },
  legitimate_interests: { id: 'Kepentingan yang sah', en: 'Legitimate interests' },
}

export const reasonWords: Record<RedactionReason, Words> = {
  rights_of_others: { id: 'hak orang lain', en: 'rights of others' },
  trade_secret: { id: 'rahasia dagang', en: 'trade secret' },
  privileged: { id: 'rahasia hukum atau jabatan', en: 'legal or professional privilege' },
  security: { id: 'keamanan', en: 'security' },
  other: { id: 'alasan lain', en: 'another reason' },
}

export const recipientWords: Record<Recipient['kind'], Words> = {
  processor: { id: 'Prosesor', en: 'Processor' },
  sub_processor: { id: 'Prosesor lain', en: 'Sub-processor' },
  recipient: { id: 'Penerima', en: 'Recipient' },
}

export const historyWords: Record<HistoryEntry['what'], Words> = {
  request_received: { id: 'Permohonan diterima', en: 'Request received' },
  data_opened: { id: 'Petugas membuka data Anda', en: 'A member of staff opened your data' },
  contact_opened: { id: 'Petugas membuka nama dan kontak Anda', en: 'A member of staff opened your name and contact' },
  corrected: { id: 'Data diperbaiki', en: 'Data corrected' },
  stopped: { id: 'Pemrosesan dihentikan', en: 'Processing stopped' },
  recipients_told: { id: 'Penerima diberi tahu', en: 'Recipients told' },
  package_downloaded: { id: 'Paket diunduh', en: 'Package downloaded' },
  data_moved: { id: 'Data dipindahkan', en: 'Data moved' },
  data_erased: { id: 'Data dihapus', en: 'Data erased' },
}

/** What a code in the history says; a pair of countries is shown as it is. */
export const detailWords: Readonly<Record<string, Words>> = {
  access: { id: 'akses', en: 'access' },
  rectification: { id: 'perbaikan', en: 'rectification' },
  erasure: { id: 'penghapusan', en: 'erasure' },
  portability: { id: 'portabilitas', en: 'portability' },
  consent_withdrawal: { id: 'penarikan persetujuan', en: 'consent withdrawal' },
  restriction: { id: 'pembatasan', en: 'restriction' },
  objection: { id: 'keberatan', en: 'objection' },
  check_identity: { id: 'memeriksa identitas', en: 'to check identity' },
  check_answer: { id: 'memeriksa jawaban', en: 'to check the answer' },
  contact_person: { id: 'menghubungi Anda', en: 'to contact you' },
  handle_complaint: { id: 'menangani keluhan', en: 'to handle a complaint' },
}

/** `3 values of Email: rights of others`. */
export function redactionWords({ kind, field, count, reason }: ManifestRedaction): Words {
  const [id, en] = [count.toLocaleString('id-ID'), count.toLocaleString('en-GB')]
  const name = field === null ? '' : title(field)
  const what: Record<ManifestRedaction['kind'], Words> = {
    collection: { id: `seluruhnya, ${id} data`, en: `all of it, ${en} ${count === 1 ? 'record' : 'records'}` },
    field: { id: `${name} di setiap data`, en: `${name} in every record` },
    row: { id: `${id} data`, en: `${en} ${count === 1 ? 'record' : 'records'}` },
    value: { id: `${id} nilai ${name}`, en: `${en} ${count === 1 ? 'value' : 'values'} of ${name}` },
  }
  return {
    id: `${what[kind].id}: ${reasonWords[reason].id}`,
    en: `${what[kind].en}: ${reasonWords[reason].en}`,
  }
}
