import type { Locale } from '#domain/filing.ts'

/** Words of a page that only a demo shows. */
export const mailWords: Record<
  Locale,
  Record<
    'title' | 'lead' | 'empty' | 'emptyHint' | 'subject' | 'to' | 'from' | 'at' | 'text' | 'html' | 'live' | 'still',
    string
  >
> = {
  id: {
    title: 'Surel demo',
    lead: 'Tidak ada surel yang dikirim: semuanya tersimpan di sini, yang terbaru di atas.',
    empty: 'Belum ada surel',
    emptyHint: 'Ajukan permohonan di halaman depan; tanda terimanya muncul di sini dalam beberapa detik.',
    subject: 'Perihal',
    to: 'Kepada',
    from: 'Dari',
    at: 'Waktu',
    text: 'Isi surel',
    html: 'Lihat seperti di kotak masuk',
    live: 'Segarkan otomatis tiap 5 detik',
    still: 'Hentikan penyegaran otomatis',
  },
  en: {
    title: 'Demo mail',
    lead: 'No mail leaves the demo: all of it is kept here, newest first.',
    empty: 'No mail yet',
    emptyHint: 'File a request on the start page; its acknowledgement appears here within seconds.',
    subject: 'Subject',
    to: 'To',
    from: 'From',
    at: 'Time',
    text: 'What it says',
    html: 'See it as in an inbox',
    live: 'Refresh by itself every 5 seconds',
    still: 'Stop refreshing',
  },
}
