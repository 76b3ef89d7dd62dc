import { DEMO_DOMAIN } from '#data/safe-start.ts'
import type { StaffRole } from '#domain/actor.ts'

/** For trying the sign-in form; the sign-in page of a demo also lets anybody in by one click. */
export const DEMO_PASSWORD = 'hakku-demo-2026'
export const SHOP_KEY = 'shop'

const settings = { zone: 'Asia/Jakarta', jurisdictions: ['ID'], lapseDays: 30, packageDays: 14 }

export const operator = {
  ...settings,
  slug: 'nusantara-cloud',
  kind: 'operator',
  name: 'Nusantara Cloud',
  contact: `privasi@${DEMO_DOMAIN}`,
  dpoName: 'Intan Permatasari',
  dpoContact: `dpo@${DEMO_DOMAIN}`,
  contractDays: 30,
  cancelWindowMinutes: 60,
  noticeUrl: 'https://nusantara-cloud.example/privasi',
  noticeVersion: '4',
}

export const customer = {
  ...settings,
  slug: 'toko-sejahtera',
  kind: 'customer',
  name: 'Toko Sejahtera',
  contact: `toko-sejahtera@${DEMO_DOMAIN}`,
  dpoName: 'Hendra Gunawan',
  dpoContact: `dpo.toko-sejahtera@${DEMO_DOMAIN}`,
  contractDays: 14,
  cancelWindowMinutes: 1,
  noticeUrl: 'https://toko-sejahtera.example/privasi',
  noticeVersion: '2026-08',
}

/** Whom the shop gives data to. */
export const recipients = [
  {
    name: 'PT Bayar Lancar',
    kind: 'processor',
    contact: 'privasi@bayar-lancar.example',
    region: 'ID',
    receives: 'Nama, surel, dan jumlah pesanan, untuk menagih pembayaran',
  },
  {
    name: 'PT Kurir Nusantara',
    kind: 'sub_processor',
    contact: 'privasi@kurir-nusantara.example',
    region: 'ID',
    receives: 'Nama, alamat, dan nomor telepon, untuk mengantar pesanan',
  },
]

type Colleague = { email: string; name: string; role: StaffRole }

const colleague = (account: string, name: string, role: StaffRole): Colleague => ({
  email: `${account}@${DEMO_DOMAIN}`,
  name,
  role,
})

/** The privacy team: works at the operator, for the customer's requests too. */
export const team = {
  agent: colleague('ayu', 'Ayu Lestari', 'agent'),
  reviewer: colleague('rangga', 'Rangga Pratama', 'reviewer'),
  lead: colleague('intan', 'Intan Permatasari', 'lead'),
  /** A list of holidays needs a second lead. */
  deputy: colleague('laras', 'Larasati Wibowo', 'lead'),
  auditor: colleague('bagus', 'Bagus Wicaksono', 'auditor'),
  admin: colleague('yusuf', 'Yusuf Hidayat', 'admin'),
}

/** Follows the customer's requests. Made last: when this account is there, the whole demo is. */
export const controllerUser = { email: `hendra@${DEMO_DOMAIN}`, name: 'Hendra Gunawan', role: 'controller_user' }
