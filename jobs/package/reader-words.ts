import type { Words } from '#domain/certificate/certificate.ts'

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
  redacted: { id: 'Disamarkan', en: 'Blacked out' },
  trail: { id: 'Rekam jejak pemrosesan', en: 'Processing trail' },
  trailLead: {
    id: 'Mengapa data Anda diproses, sejak kapan, siapa yang menerimanya, dan berapa lama disimpan.',
    en: 'Why your data is processed, since when, who receives it, and how long it is kept.',
  },
  since: { id: 'Sejak', en: 'Since' },
  recipients: { id: 'Penerima', en: 'Recipients' },
  nobody: { id: 'Tidak ada', en: 'None' },
  check: {
    id: 'Berkas manifest.json mencantumkan sidik jari SHA-256 setiap berkas, dan manifest.jws menandatanganinya.',
    en: 'manifest.json lists the SHA-256 fingerprint of every file, and manifest.jws signs it.',
  },
} as const
