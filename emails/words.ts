import type { ErasureGround } from '#domain/erasure-ground.ts'
import type { RefusalCode, Right } from '#domain/request.ts'
import type { Locale } from './contract.ts'

/** The right in plain words with the article that gives it (UU 27/2022 arts. 6-13). */
export const RIGHT: Record<Locale, Record<Right, string>> = {
  id: {
    access: 'Akses dan salinan data (UU 27/2022 Pasal 7)',
    rectification: 'Perbaikan data (UU 27/2022 Pasal 6)',
    erasure: 'Penghapusan data (UU 27/2022 Pasal 8)',
    portability: 'Pemindahan data (UU 27/2022 Pasal 13)',
    consent_withdrawal: 'Penarikan kembali persetujuan (UU 27/2022 Pasal 9)',
    restriction: 'Penundaan dan pembatasan pemrosesan (UU 27/2022 Pasal 11)',
    objection: 'Keberatan atas pemrosesan otomatis (UU 27/2022 Pasal 10)',
  },
  en: {
    access: 'Access to and a copy of your data (UU 27/2022 art. 7)',
    rectification: 'Correction of your data (UU 27/2022 art. 6)',
    erasure: 'Erasure of your data (UU 27/2022 art. 8)',
    portability: 'Moving your data elsewhere (UU 27/2022 art. 13)',
    consent_withdrawal: 'Withdrawal of consent (UU 27/2022 art. 9)',
    restriction: 'Suspension and restriction of processing (UU 27/2022 art. 11)',
    objection: 'Objection to automated processing (UU 27/2022 art. 10)',
  },
}

export const REFUSAL_REASON: Record<Locale, Record<RefusalCode, string>> = {
  id: {
    suspected_fraud: 'Ada tanda kuat bahwa permohonan ini tidak diajukan oleh orang yang berhak.',
    insufficient_verification: 'Identitas pemohon belum dapat kami pastikan.',
    no_match: 'Kami tidak menemukan data yang cocok dengan kontak yang Anda buktikan.',
    exempt: 'Undang-undang mengecualikan data ini dari hak yang Anda minta.',
    outside_jurisdiction: 'Hukum yang memberi hak ini tidak berlaku untuk permohonan ini.',
    excessive: 'Permohonan yang sama berulang kali diajukan tanpa perubahan keadaan.',
    other: 'Alasannya kami jelaskan di bawah ini.',
  },
  en: {
    suspected_fraud: 'There are strong signs that this request does not come from the person entitled to make it.',
    insufficient_verification: 'We could not establish who is making this request.',
    no_match: 'We found no data that match the contact you proved.',
    exempt: 'The law exempts these data from the right you asked for.',
    outside_jurisdiction: 'The law that gives this right does not cover this request.',
    excessive: 'The same request was made again and again while nothing had changed.',
    other: 'We explain the reason below.',
  },
}

/** What a refusal means for the person, per right. */
export const REFUSAL_CONSEQUENCE: Record<Locale, Record<Right, string>> = {
  id: {
    access: 'Data dan salinannya tidak kami berikan.',
    rectification: 'Data tetap seperti sekarang.',
    erasure: 'Data tetap kami simpan dan lindungi sesuai ketentuan yang berlaku.',
    portability: 'Data tidak kami pindahkan.',
    consent_withdrawal: 'Pemrosesan yang Anda persoalkan tetap berjalan atas dasar hukum lain.',
    restriction: 'Pemrosesan tidak kami tunda atau batasi.',
    objection: 'Pemrosesan otomatis tetap berjalan.',
  },
  en: {
    access: 'We do not hand over the data or a copy.',
    rectification: 'The data stay as they are.',
    erasure: 'We keep the data and go on protecting them as the law requires.',
    portability: 'We do not move the data.',
    consent_withdrawal: 'The processing you question goes on, on another legal basis.',
    restriction: 'We do not suspend or restrict the processing.',
    objection: 'The automated processing goes on.',
  },
}

/** Why data are erased (PP 33/2026 art. 87(2)(d)). */
export const ERASURE_REASON: Record<Locale, Record<ErasureGround, string>> = {
  id: {
    request: 'Permohonan Anda',
    consent_withdrawn: 'Anda menarik kembali persetujuan',
    purpose_ended: 'Data tidak lagi diperlukan untuk tujuannya',
    unlawful: 'Data diperoleh atau diproses secara melawan hukum',
    retention_ended: 'Masa retensi data sudah berakhir',
    no_case: 'Data tidak terkait penyelesaian perkara hukum',
  },
  en: {
    request: 'Your request',
    consent_withdrawn: 'You withdrew your consent',
    purpose_ended: 'The data are no longer needed for their purpose',
    unlawful: 'The data were obtained or processed unlawfully',
    retention_ended: 'The retention period has ended',
    no_case: 'The data belong to no legal case',
  },
}

/** The way back to us, before any other (UU 27/2022 art. 12). */
export const APPEAL: Record<Locale, string> = {
  id: 'Tidak setuju dengan jawaban ini? Ajukan keberatan di halaman status dalam 30 hari, tanpa biaya. Orang lain di tim kami akan menilainya kembali, dengan tenggatnya sendiri.',
  en: 'Do you disagree with this answer? Object on the status page within 30 days, free of charge. Another person of our team will look at it again, with a deadline of its own.',
}

/** Where to complain (UU 27/2022 art. 60, PP 33/2026 arts. 27 and 188). Komdigi stands in until the authority works. */
export const COMPLAINT: Record<Locale, string> = {
  id: 'Anda berhak mengadu kepada Lembaga Pelindungan Data Pribadi. Selama Lembaga itu belum bekerja, sampaikan pengaduan kepada Kementerian Komunikasi dan Digital (Komdigi).',
  en: 'You have the right to complain to the data protection authority (Lembaga Pelindungan Data Pribadi). Until it works, complain to the Ministry of Communication and Digital Affairs (Komdigi).',
}

const COUNT: Record<Locale, Intl.NumberFormat> = {
  id: new Intl.NumberFormat('id-ID'),
  en: new Intl.NumberFormat('en-GB'),
}

export const records = (locale: Locale, count: number): string =>
  locale === 'id'
    ? `${COUNT.id.format(count)} catatan`
    : `${COUNT.en.format(count)} ${count === 1 ? 'record' : 'records'}`
