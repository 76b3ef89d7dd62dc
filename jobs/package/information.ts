import type { Words } from '#domain/certificate/certificate.ts'
import { COMPLAINT } from '#emails/words.ts'

/** What else the person may ask for (UU PDP arts. 5 to 13; GDPR art. 15(1)(e)). */
const RIGHTS: readonly Words[] = [
  { id: 'Meminta perbaikan atau pelengkapan data yang salah', en: 'To have wrong data corrected or completed' },
  { id: 'Meminta penghapusan atau pemusnahan data', en: 'To have data erased or destroyed' },
  { id: 'Meminta penundaan atau pembatasan pemrosesan', en: 'To have processing suspended or restricted' },
  { id: 'Menarik kembali persetujuan kapan saja', en: 'To withdraw consent at any time' },
  {
    id: 'Berkeberatan atas pemrosesan, termasuk keputusan otomatis dan pemrofilan',
    en: 'To object to processing, automated decisions and profiling included',
  },
  {
    id: 'Menerima data yang Anda berikan dalam bentuk yang dapat dibaca mesin',
    en: 'To receive the data you provided in machine-readable form',
  },
]
export const rightsOf = (): Words[] => [...RIGHTS]

/** Where to complain, by the law that applies (GDPR art. 77; UK DPA 2018 s. 165; CCPA 1798.199.45; PDPA s. 48H; APPI art. 166). */
const AUTHORITIES: Readonly<Record<string, Words>> = {
  ID: COMPLAINT,
  EU: {
    id: 'Anda berhak mengadu kepada otoritas pelindungan data di negara Uni Eropa tempat Anda tinggal atau bekerja.',
    en: 'You have the right to complain to the data protection authority of the EU country where you live or work.',
  },
  UK: {
    id: 'Anda berhak mengadu kepada Information Commissioner’s Office (ICO) di Britania Raya.',
    en: 'You have the right to complain to the Information Commissioner’s Office (ICO) in the United Kingdom.',
  },
  'US-CA': {
    id: 'Anda dapat mengadu kepada California Privacy Protection Agency atau Jaksa Agung California.',
    en: 'You may complain to the California Privacy Protection Agency or the California Attorney General.',
  },
  SG: {
    id: 'Anda dapat mengadu kepada Personal Data Protection Commission (PDPC) di Singapura.',
    en: 'You may complain to the Personal Data Protection Commission (PDPC) in Singapore.',
  },
  JP: {
    id: 'Anda dapat mengadu kepada Personal Information Protection Commission (PPC) di Jepang.',
    en: 'You may complain to the Personal Information Protection Commission (PPC) in Japan.',
  },
}

export const complaintOf = (jurisdictions: readonly string[]): Words[] =>
  jurisdictions.flatMap((law) => AUTHORITIES[law] ?? [])
