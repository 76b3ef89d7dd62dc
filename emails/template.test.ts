import { expect, test } from 'vitest'
import { LOCALES, type Locale } from './contract.ts'
import { text as letterText } from './letter.tsx'
import { text as partsText } from './parts.tsx'
import { SAMPLES } from './samples.ts'
import { type MailProps, renderMail, TEMPLATES, type TemplateName } from './template.ts'
import { COMPLAINT, REFUSAL_CONSEQUENCE, REFUSAL_REASON, RIGHT } from './words.ts'

const NAMES = Object.keys(TEMPLATES) as TemplateName[]
const EACH = NAMES.flatMap((name) => LOCALES.map((locale) => [name, locale] as const))
const renderSample = <Name extends TemplateName>(template: Name, locale: Locale) =>
  renderMail({ template, locale, props: SAMPLES[template] })

/** Paths of all words, e.g. `title.verify`; an empty word keeps its place but is named so that it fails. */
function keys(words: unknown, path = ''): string[] {
  if (typeof words === 'function') return [`${path}()`]
  if (typeof words !== 'object' || words === null) return [words === '' ? `${path} is empty` : path]
  return Object.entries(words)
    .flatMap(([key, value]) => keys(value, `${path}.${key}`))
    .sort()
}
const links = (html: string) => [...html.matchAll(/\b(?:href|src|action|background)="([^"]*)"/g)].map((hit) => hit[1])

test.each([
  ...NAMES.map((name) => [name, TEMPLATES[name].text] as const),
  ...Object.entries({ letterText, partsText, COMPLAINT, REFUSAL_CONSEQUENCE, REFUSAL_REASON, RIGHT }),
])('%s speaks both languages, every key', (_, text: Record<Locale, unknown>) => {
  expect(keys(text.id)).toEqual(keys(text.en))
  expect(keys(text.id).join()).not.toContain('is empty')
  expect(JSON.stringify(text.id)).not.toBe(JSON.stringify(text.en))
})

test('the Indonesian words are the official ones', () => {
  expect(JSON.stringify(NAMES.map((name) => TEMPLATES[name].text.id)).match(/perlindungan|segera/i)).toBeNull()
})

test.each(EACH)('%s in %s says who, which request or source, when and whom to ask', async (name, locale) => {
  const { subject, html, text } = await renderSample(name, locale)
  const sample = SAMPLES[name]
  const { controller, date } = sample
  const what = 'reference' in sample ? sample.reference : sample.source
  for (const part of [what, date, ...Object.values(controller)]) {
    expect(html).toContain(part)
    expect(text).toContain(part)
  }
  expect(subject).toContain(what)
  expect(subject).not.toMatch(/[\r\n]/)
  expect(html).toContain(`lang="${locale}"`)
  expect(html + text).not.toMatch(/undefined|\[object|NaN/)
})

const NO_BUTTON: TemplateName[] = ['code', 'erasure-done']
test.each(EACH)('%s in %s links where it should and fetches nothing', async (name, locale) => {
  const { html, text } = await renderSample(name, locale)
  const { controller, portalUrl } = SAMPLES[name]
  const { certificateUrl, verifyUrl } = SAMPLES['erasure-done']
  const own = name === 'erasure-done' ? [certificateUrl, verifyUrl] : NO_BUTTON.includes(name) ? [] : [portalUrl]
  const mailtos = [`mailto:${controller.contact}`, `mailto:${controller.dpoContact}`]
  expect(links(html).sort()).toEqual([...own, ...mailtos].sort())
  expect(html).not.toMatch(/<(img|script|iframe|form|link)\b|url\(|@import|<base/i)
  for (const url of own) expect(text).toContain(url)
})

type Say = { [Name in TemplateName]: Record<Locale, (string | RegExp)[]> }
/** What law and promise want each mail to say (PP 33/2026 arts. 87 and 100 among them), in both languages. */
const MUST_SAY: Say = {
  acknowledgement: {
    id: [
      'Diterima',
      'UU 27/2022 Pasal 7',
      'wajib memberi akses',
      'Pasal 32',
      'Janji 14 hari',
      'kode',
      /Anda tidak perlu.*KTP/,
      'menarik permohonan',
      'Lembaga',
      'Komdigi',
    ],
    en: [
      'Received',
      'art. 7',
      'wajib memberi akses',
      'Pasal 32',
      'Janji 14 hari',
      'code',
      /need not send.*KTP/,
      'withdraw this request',
      'Lembaga',
      'Komdigi',
    ],
  },
  code: {
    id: ['204816', '10 menit', 'Jangan berikan kode', 'membuktikan'],
    en: ['204816', '10 minutes', 'Never share this code', 'prove'],
  },
  'rectification-done': {
    id: ['Nomor telepon', 'Nama pembeli', 'catatan aslinya', 'Nilainya tidak kami tulis', 'PT Kirim Cepat', 'Lembaga'],
    en: ['Nomor telepon', 'Nama pembeli', 'original record', 'We write no values', 'PT Kirim Cepat', 'Lembaga'],
  },
  question: {
    id: ['halaman status', 'Yang tetap berjalan', 'Pasal 32', 'Yang menunggu jawaban Anda', 'GDPR'],
    en: ['status page', 'What keeps running', 'Pasal 32', 'What waits for your answer', 'GDPR'],
  },
  'clocks-changed': {
    id: ['21 Desember', '23 Desember', 'sudah menjawab', 'Pasal 12'],
    en: ['21 Desember', '23 Desember', 'you answered', 'Pasal 12'],
  },
  'identity-confirmed': {
    id: ['15.09', 'Pasal 32', 'tidak perlu melakukan'],
    en: ['15.09', 'Pasal 32', 'need not do anything'],
  },
  'unverified-reminder': {
    id: ['tidak menghentikan tenggat', 'Pasal 32', 'masukkan kode', 'KTP', 'hapus'],
    en: ['does not stop our deadlines', 'Pasal 32', 'the code', 'KTP', 'delete'],
  },
  'answer-ready': {
    id: ['21 November', '28 November', 'rekam jejak', 'kode baru', 'JSON', 'Minta lagi', 'Lembaga'],
    en: ['21 November', '28 November', 'trail', 'fresh code', 'JSON', 'for it again', 'Lembaga'],
  },
  'processing-stopped': {
    id: [
      'Promosi lewat e-mail; Buletin',
      'Pasal 40',
      '15.10',
      'Brosur kertas',
      'Tanda bukti',
      'penghapusan',
      'Komdigi',
    ],
    en: ['Promosi lewat e-mail; Buletin', 'art. 40', '15.10', 'Brosur kertas', 'receipt', 'erasure', 'Komdigi'],
  },
  'expiry-warning': { id: ['28 November', 'Minta lagi'], en: ['28 November', 'for it again'] },
  'erasure-scheduled': {
    id: [
      'Profil dan alamat',
      '18.211 catatan',
      '1.204 catatan',
      'Pasal 28 ayat (11)',
      '31 Desember 2036',
      '24 November',
      'paling cepat 3 × 24 jam',
      'tidak lagi diperlukan',
      'Batalkan',
    ],
    en: [
      'Profil dan alamat',
      '18,211 records',
      '1,204 records',
      'Pasal 28 ayat (11)',
      '31 Desember 2036',
      '24 November',
      '3 × 24 hours after',
      'no longer needed',
      'Cancel',
    ],
  },
  'erasure-done': {
    id: [
      /\(a\) Subjek[\s\S]*\(b\) Tindakan\s+Penghapusan[\s\S]*\(c\) Jenis data\s+Profil[\s\S]*\(d\) Alasan\s+Permohonan[\s\S]*\(e\) Tanggal efektif\s+24 November[\s\S]*\(f\) Kontak Pengendali Data Pribadi\s+Toko/,
      'PP 33/2026 Pasal 87',
      '31 Desember 2036',
      'berita acara',
      'memeriksa keasliannya',
    ],
    en: [
      /\(a\) Data subject[\s\S]*\(b\) What was done\s+Erasure[\s\S]*\(c\) Types of data\s+Profil[\s\S]*\(d\) Reason\s+Your request[\s\S]*\(e\) Effective date\s+24 November[\s\S]*\(f\) Contact of the controller\s+Toko/,
      'PP 33/2026 art. 87',
      '31 Desember 2036',
      'certificate',
      'To check it',
    ],
  },
  answer: {
    id: ['Perbaikan', 'Tanggal lahir Anda', 'selesai', 'Komdigi'],
    en: ['Tanggal lahir Anda', 'What we did', 'Komdigi'],
  },
  refusal: {
    id: [
      'Penghapusan data',
      'mengecualikan',
      'Pasal 15',
      'pemeriksaan pajak',
      'tetap kami simpan',
      'keberatan',
      'Komdigi',
      'menggugat',
    ],
    en: [
      'Erasure of your data',
      'exempts',
      'Pasal 15',
      'pemeriksaan pajak',
      'We keep the data',
      'Object',
      'Komdigi',
      'court',
    ],
  },
  withdrawn: { id: ['21 November', 'permohonan baru', 'Bukan Anda'], en: ['21 November', 'new request', 'not you'] },
  'processor-instruction': {
    id: ['PT Kirim Cepat', 'Hapus semua data pribadi', '23 November', 'tidak ada di email ini', 'Pasal 51'],
    en: ['PT Kirim Cepat', 'Erase all personal data', '23 November', 'does not say who', 'art. 51'],
  },
  'manual-task': {
    id: ['Arsip kertas', '23 November 2026', 'setiap pembukaan dicatat'],
    en: ['Arsip kertas', '23 November 2026', 'each opening is recorded'],
  },
  'source-drift': {
    id: [
      'Toko daring',
      '1 tabel baru',
      '3 kolom baru',
      'satu kali',
      'https://hak.toko-sejahtera.example/desk/sources/',
    ],
    en: ['Toko daring', '1 table that', '3 columns that', 'once', 'https://hak.toko-sejahtera.example/desk/sources/'],
  },
  'clock-warning': {
    id: ['hampir habis', 'Senin, 23 November 2026, 15.04 WIB', 'Pasal 32', 'Sembilan persepuluh'],
    en: ['Little time', 'Senin, 23 November 2026, 15.04 WIB', 'Pasal 32', 'Nine tenths'],
  },
}
test.each(EACH)('%s in %s says everything it must', async (name, locale) => {
  const { text } = await renderSample(name, locale)
  for (const words of MUST_SAY[name][locale]) expect(text).toMatch(words)
})

test.each(LOCALES)('the code never stands in the subject line (%s)', async (locale) => {
  expect((await renderSample('code', locale)).subject).not.toContain('204816')
})

const HOSTILE =
  'PT\r\nBcc: a@b.example <a href="http://evil.example">http:https://evil.example www.evil.com \u202Emoc.live\u2066 x@evil.com'
/** Every string of the sample replaced, links apart: no template may trust any of them. */
function poison(value: unknown, key = ''): unknown {
  if (typeof value === 'string')
    return /Url$|^(right|code|purpose|act|because|instruction|urgency|kind)$/.test(key) ? value : HOSTILE
  if (Array.isArray(value)) return value.map((item) => poison(item))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, poison(item, name)]))
}
test.each(EACH)('%s in %s neutralises hostile text everywhere', async (name, locale) => {
  const clean = links((await renderSample(name, locale)).html).filter((link) => !link?.startsWith('mailto:'))
  const props = poison(SAMPLES[name]) as MailProps[typeof name]
  const { subject, html, text } = await renderMail({ template: name, locale, props })
  expect(links(html)).toEqual(clean)
  const seen = `${subject}\n${text}\n${html.replace(/<style>[\s\S]*?<.style>|<[^>]*>/g, '')}`.replaceAll(
    /https:\/\/hak\.toko-sejahtera\.example\S*/g,
    '',
  )
  expect(seen).not.toMatch(/https?:|:\/\/|www\.\w|evil\.(com|example)|\w@\w|&lt;|[<>]/)
  expect(html + subject + text).not.toMatch(/[\u061C\u200B-\u200F\u202A-\u202E\u2066-\u2069\uFEFF\r]/)
  expect(subject).not.toMatch(/\p{Cc}/u)
  expect(subject.length).toBeLessThanOrEqual(200)
})

test.each(['javascript:alert(1)', 'data:text/html,x', 'https://a:b@evil.example/', 'not an address'])(
  'a link to %s is a fault',
  async (portalUrl) => {
    await expect(
      renderMail({ template: 'withdrawn', locale: 'id', props: { ...SAMPLES.withdrawn, portalUrl } }),
    ).rejects.toThrow()
  },
)

test('no sentence of ours is longer than twenty-five words', async () => {
  for (const [name, locale] of EACH) {
    const { text } = await renderSample(name, locale)
    const long = text.split(/[.?!:]\s|\n/).filter((sentence) => sentence.split(/\s+/).length > 25)
    expect(long).toEqual([])
  }
})
