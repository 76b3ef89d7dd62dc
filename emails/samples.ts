import type { MailProps } from './template.ts'

const notice = {
  controller: {
    name: 'Toko Sejahtera',
    contact: 'privasi@toko-sejahtera.example',
    dpoName: 'Ratna Wulandari',
    dpoContact: 'ppdp@toko-sejahtera.example',
  },
  reference: 'HK-7K4Q-2MPX',
  portalUrl: 'https://hak.toko-sejahtera.example/status',
  date: '20 November 2026 pukul 15.05 WIB',
}

const deadlines = [
  {
    when: 'Senin, 23 November 2026, 15.04 WIB',
    what: 'Akses dan rekam jejak, batas undang-undang',
    cite: 'UU 27/2022 Pasal 32 ayat (1) dan (2): 3 × 24 jam',
  },
  {
    when: 'Jumat, 4 Desember 2026',
    what: 'Jawaban lengkap, janji kepada pelanggan',
    cite: 'Kontrak: 14 hari kalender',
  },
]

const promises = [
  'Kami wajib memberi akses ke data dan rekam jejak pemrosesannya paling lambat Senin, 23 November 2026 pukul 15.04 WIB (UU 27/2022 Pasal 32).',
  'Kami berjanji memberi jawaban atas isi permohonan paling lambat akhir hari Jumat, 4 Desember 2026 (Janji 14 hari).',
]

const kept = [
  {
    category: 'Faktur dan pembayaran',
    count: 1204,
    basis: 'UU KUP Pasal 28 ayat (11), 10 tahun',
    until: '31 Desember 2036',
  },
]

/** Props of every mail as a job would give them, for the tests. */
export const SAMPLES: MailProps = {
  acknowledgement: {
    ...notice,
    right: 'access',
    receivedAt: '20 November 2026 pukul 15.04 WIB',
    promises,
    isProved: false,
  },
  code: { ...notice, code: '204816', minutes: 10, purpose: 'verify' },
  question: {
    ...notice,
    waits: [
      'Jawaban permohonan (GDPR pasal 12(3)): menunggu jawaban Anda. Tanggalnya kami beri tahukan setelah Anda menjawab.',
    ],
    runs: promises,
  },
  'clocks-changed': {
    ...notice,
    cause: 'answered',
    reason: null,
    changes: [
      {
        what: 'Jawaban',
        cite: 'GDPR Pasal 12 ayat (3)',
        from: 'Senin, 21 Desember 2026',
        to: 'Rabu, 23 Desember 2026',
      },
    ],
  },
  'identity-confirmed': {
    ...notice,
    right: 'access',
    confirmedAt: '20 November 2026 pukul 15.09 WIB',
    promises,
  },
  'unverified-reminder': { ...notice, right: 'access', promises },
  'answer-ready': {
    ...notice,
    right: 'access',
    readyAt: '21 November 2026 pukul 09.12 WIB',
    expiresAt: '28 November 2026 pukul 09.12 WIB',
  },
  'expiry-warning': { ...notice, endsAt: '28 November 2026 pukul 09.12 WIB' },
  'erasure-scheduled': {
    ...notice,
    goes: [
      { category: 'Profil dan alamat', count: 4 },
      { category: 'Riwayat kunjungan', count: 18_211 },
    ],
    stays: kept,
    executesAt: '24 November 2026 pukul 10.00 WIB',
    because: 'purpose_ended',
    isNotice: true,
  },
  'erasure-done': {
    ...notice,
    act: 'erasure',
    because: 'request',
    dataTypes: ['Profil dan alamat', 'Riwayat kunjungan'],
    effectiveAt: '24 November 2026 pukul 10.02 WIB',
    retained: kept,
    certificateUrl: 'https://hak.toko-sejahtera.example/certificates/4f1c',
    verifyUrl: 'https://hak.toko-sejahtera.example/verify',
  },
  'processing-stopped': {
    ...notice,
    purposes: ['Promosi lewat e-mail', 'Buletin'],
    stoppedAt: '20 November 2026 pukul 15.10 WIB',
    verifiedAt: '20 November 2026 pukul 15.10 WIB',
    explanation: 'Brosur kertas juga kami hentikan.',
    offers: true,
  },
  refusal: {
    ...notice,
    right: 'erasure',
    code: 'exempt',
    article: 'UU 27/2022 Pasal 15 ayat (1) huruf c',
    explanation: 'Data ini sedang dipakai dalam pemeriksaan pajak.\n\nSetelah pemeriksaan selesai, ajukan kembali.',
  },
  answer: {
    ...notice,
    right: 'rectification',
    doneAt: '21 November 2026 pukul 09.12 WIB',
    explanation: 'Tanggal lahir Anda kami perbaiki di sistem toko.\n\nKurir sudah kami beri tahu.',
  },
  withdrawn: { ...notice, right: 'access', withdrawnAt: '21 November 2026 pukul 08.00 WIB' },
  'rectification-done': {
    ...notice,
    doneAt: '20 November 2026 pukul 15.04 WIB',
    corrected: [
      { outcome: 'Dibetulkan dan dibaca ulang', fields: ['Akun pelanggan: Nomor telepon', 'Alamat rumah: Kode pos'] },
      { outcome: 'Dibetulkan menurut pernyataan sumbernya', fields: ['Kartu arsip: Alamat'] },
    ],
    notes: [
      {
        field: 'Faktur: Nama pembeli',
        reason: 'original_required',
        note: 'Menurut pernyataan sumbernya, catatan ditulis pada datanya',
      },
    ],
    recipients: ['PT Kirim Cepat'],
  },
  'processor-instruction': {
    ...notice,
    recipient: 'PT Kirim Cepat',
    instruction: 'erase',
    answerBy: '23 November 2026 pukul 15.04 WIB',
  },
  'manual-task': {
    ...notice,
    source: 'Arsip kertas',
    action: 'collect',
    isReminder: false,
    isOver: false,
    dueAt: 'Senin, 23 November 2026 pukul 10.00 WIB',
  },
  'source-drift': {
    controller: notice.controller,
    portalUrl: 'https://hak.toko-sejahtera.example/desk/sources/4f1c',
    date: notice.date,
    source: 'Toko daring',
    found: [
      { kind: 'new_collection', count: 1 },
      { kind: 'new_field', count: 3 },
    ],
  },
  'clock-warning': { ...notice, urgency: 'escalated', deadlines: deadlines.slice(0, 1) },
}
