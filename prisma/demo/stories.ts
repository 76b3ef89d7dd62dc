import { budi, dewi, type KnownPerson, made, putu, ratna, siti, suparman } from './people.ts'
import type { Plan, PlannedOrder, PlannedTicket } from './plan.ts'

/** Siti's home and office, the home of Budi and Ratna, then one home each. */
const HOMES = { siti: 1, office: 2, budiAndRatna: 3, made: 4, dewi: 5, suparman: 6 } as const

/** The first address id that strangers may use: nobody else moves in with the people of the stories. */
export const FIRST_FREE_ADDRESS = 7

type Ordered = readonly [day: string, items: number, change?: Partial<PlannedOrder>]

const at = (day: string): number => Date.parse(`${day}T03:15:00Z`)

const ordersTo = (home: number, ordered: readonly Ordered[]): PlannedOrder[] =>
  ordered.map(([day, items, change]) => ({
    placedAt: at(day),
    items,
    shipTo: home,
    status: 'delivered',
    giftNote: null,
    ...change,
  }))

/** Messages alternate, the customer first. */
const ticket = (day: string, subject: string, ...bodies: string[]): PlannedTicket => ({
  openedAt: at(day),
  subject,
  messages: bodies.map((body, index) => ({ author: index % 2 === 0 ? 'customer' : 'agent', body })),
  isOpen: bodies.length % 2 === 1,
})

const plan = (person: KnownPerson, home: number | null, rest: Partial<Plan>): Plan => ({
  name: person.name,
  email: person.email,
  phone: person.phone,
  home,
  orders: [],
  tickets: [],
  sessions: 0,
  reviews: 0,
  channels: [],
  newsletters: [],
  ...rest,
})

const sitiPlan = plan(siti, HOMES.siti, {
  orders: ordersTo(HOMES.siti, [
    ['2019-02-11', 2],
    ['2019-05-27', 3],
    ['2019-12-12', 1],
    ['2020-04-20', 4, { giftNote: 'Selamat Lebaran untuk Ibu, maaf tahun ini belum bisa pulang.' }],
    ['2020-08-17', 2],
    ['2021-03-05', 1, { status: 'cancelled' }],
    ['2021-11-11', 3],
    ['2022-06-30', 2, { shipTo: HOMES.office }],
    ['2022-12-12', 2],
    ['2023-04-15', 3, { shipTo: HOMES.office }],
    ['2023-10-10', 1],
    ['2024-07-07', 2, { shipTo: HOMES.office }],
    ['2025-05-05', 4],
    ['2026-09-09', 1],
  ]),
  tickets: [
    ticket(
      '2020-04-27',
      'Paket diterima tetangga',
      'Paket saya katanya sudah diterima Pak Made Wirawan, tetapi beliau bukan tetangga saya. Tolong dicek.',
      'Mohon maaf, Bu Siti. Kurir salah menulis nama penerima; paket sedang diantar ulang.',
      'Sudah sampai, terima kasih.',
      'Terima kasih kembali. Tiket kami tutup.',
    ),
    ticket(
      '2023-04-20',
      'Faktur atas nama kantor',
      'Bisa minta faktur dengan NPWP kantor?',
      'Bisa, faktur sudah kami kirim ulang.',
    ),
    ticket('2026-09-12', 'Ganti nomor HP', 'Saya mau ganti nomor HP di akun.', 'Silakan lewat menu Akun, Bu.'),
  ],
  sessions: 12,
  reviews: 4,
  channels: ['email', 'whatsapp', 'sms'],
  newsletters: ['promo-mingguan', 'resep-dapur'],
})

const budiPlan = plan(budi, HOMES.budiAndRatna, {
  orders: ordersTo(HOMES.budiAndRatna, [
    ['2015-01-19', 2],
    ['2015-08-03', 1],
    ['2016-06-14', 3],
    ['2019-04-22', 2],
    ['2020-10-01', 1],
    ['2021-07-19', 2, { shipTo: HOMES.made, giftNote: 'Untuk Made, selamat ulang tahun! Dari Budi dan Ratna.' }],
    ['2022-02-02', 3],
    ['2024-03-18', 1],
    ['2026-08-25', 2],
  ]),
  tickets: [
    ticket(
      '2021-07-24',
      'Kado belum sampai',
      'Kado untuk Made Wirawan belum sampai, padahal sudah lima hari.',
      'Paket tertahan di Denpasar dan dijadwalkan tiba besok.',
      'Oke, nanti istri saya Ratna yang konfirmasi.',
    ),
    ticket(
      '2024-03-25',
      'Barang cacat',
      'Panci penyok, bisa tukar?',
      'Bisa, label retur sudah kami kirim ke e-mail Bapak.',
    ),
  ],
  sessions: 6,
  reviews: 2,
  channels: ['email', 'whatsapp'],
  newsletters: ['promo-mingguan'],
})

const ratnaPlan = plan(ratna, HOMES.budiAndRatna, {
  orders: ordersTo(HOMES.budiAndRatna, [
    ['2020-01-06', 1],
    ['2021-09-13', 2],
    ['2023-06-21', 1],
    ['2025-12-01', 2],
  ]),
  tickets: [
    ticket(
      '2025-12-08',
      'Ubah penerima',
      'Kalau suami saya Budi yang terima, boleh?',
      'Boleh, Bu, cukup tunjukkan kode.',
    ),
  ],
  sessions: 5,
  reviews: 1,
  channels: ['email'],
})

const madePlan = plan(made, HOMES.made, {
  orders: ordersTo(HOMES.made, [
    ['2017-03-28', 2],
    ['2018-07-16', 1],
    ['2019-10-29', 2],
    ['2021-05-10', 1],
    ['2023-01-23', 3],
    ['2026-02-16', 1],
  ]),
  tickets: [
    ticket(
      '2023-01-30',
      'Salah kirim',
      'Saya menerima paket milik Siti Wahyuni. Mau saya kembalikan ke mana?',
      'Terima kasih, Pak Made. Kurir akan menjemput besok.',
      'Sudah dijemput.',
    ),
  ],
  sessions: 4,
  reviews: 2,
  channels: ['whatsapp'],
  newsletters: ['promo-mingguan'],
})

const dewiPlan = plan(dewi, HOMES.dewi, {
  orders: ordersTo(HOMES.dewi, [
    ['2018-11-11', 2],
    ['2020-06-08', 1],
    ['2022-09-19', 2],
    ['2024-11-04', 1],
    ['2026-05-12', 2],
  ]),
  tickets: [
    ticket(
      '2024-11-11',
      'Ulasan saya tidak tampil',
      'Ulasan saya berisi <b>tebal</b> & "kutip", apakah karena itu ditolak?',
      'Betul, tanda <script>…</script> disaring otomatis.',
      '=HYPERLINK("https://example.id","klik")',
    ),
  ],
  sessions: 7,
  reviews: 3,
  channels: ['email', 'sms'],
})

const suparmanPlan = plan(suparman, HOMES.suparman, {
  orders: ordersTo(HOMES.suparman, [
    ['2018-04-09', 1],
    ['2021-02-15', 2],
    ['2025-07-28', 1],
  ]),
  tickets: [
    ticket('2025-08-04', 'Tanya lewat WhatsApp', 'Saya tidak punya e-mail, bisa tetap belanja?', 'Bisa, Pak Suparman.'),
  ],
  sessions: 2,
  channels: ['whatsapp'],
})

/** Customers first: their ids follow this order, whatever else the shop holds. */
export const STORIES: readonly Plan[] = [
  sitiPlan,
  budiPlan,
  ratnaPlan,
  madePlan,
  dewiPlan,
  suparmanPlan,
  plan(putu, null, { newsletters: ['promo-mingguan'] }),
]
