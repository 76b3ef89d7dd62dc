import type { Difference } from '#domain/source/drift.ts'
import type { AboutSource, Locale, Template } from '../contract.ts'
import { Act, Letter, Para } from '../letter.tsx'

type Kind = Difference['difference']

/** To whoever looks after it: a source is no longer what its map says. Which tables stands on the desk only: a name may be a person's. */
export type SourceDriftProps = AboutSource & { source: string; found: { kind: Kind; count: number }[] }

const id = {
  subject: (source: string) => `${source}: berbeda dari petanya`,
  title: 'Sumber ini berbeda dari petanya',
  what: (source: string) => `Pemeriksaan menemukan perubahan di ${source}:`,
  found: {
    new_collection: (n: number) => `${n} tabel baru yang tidak ada di peta`,
    gone_collection: (n: number) => `${n} tabel yang hilang`,
    lost_read: (n: number) => `${n} tabel yang tidak boleh dibaca lagi`,
    lost_change: (n: number) => `${n} tabel yang tidak boleh diubah lagi`,
    lost_delete: (n: number) => `${n} tabel yang isinya tidak boleh dihapus lagi`,
    lost_stop: (n: number) => `${n} tabel yang tidak dapat lagi mencatat penarikan persetujuan`,
    new_field: (n: number) => `${n} kolom baru yang belum diberi kategori`,
    gone_field: (n: number) => `${n} kolom yang hilang`,
    changed_type: (n: number) => `${n} kolom dengan tipe lain`,
  } satisfies Record<Kind, (n: number) => string>,
  why: 'Data pribadi di sana mungkin tidak ditemukan atau tidak dihapus oleh permohonan berikutnya.',
  action: 'Buka sumber',
  once: 'Setiap perubahan diberitahukan satu kali kepada yang mengelola sumbernya. Sampai beres, perubahan itu terlihat di meja kerja.',
}
const table = (n: number) => `${n} ${n === 1 ? 'table' : 'tables'}`
const column = (n: number) => `${n} ${n === 1 ? 'column' : 'columns'}`
const en: typeof id = {
  subject: (source) => `${source}: not what its map says`,
  title: 'This source is not what its map says',
  what: (source) => `A check found changes in ${source}:`,
  found: {
    new_collection: (n) => `${table(n)} that no map describes, new`,
    gone_collection: (n) => `${table(n)} gone`,
    lost_read: (n) => `${table(n)} that may no longer be read`,
    lost_change: (n) => `${table(n)} that may no longer be changed`,
    lost_delete: (n) => `${table(n)} that may no longer be deleted from`,
    lost_stop: (n) => `${table(n)} that can no longer record a withdrawn consent`,
    new_field: (n) => `${column(n)} that nobody classified, new`,
    gone_field: (n) => `${column(n)} gone`,
    changed_type: (n) => `${column(n)} of another type`,
  },
  why: 'The next request may not find or not erase personal data there.',
  action: 'Open the source',
  once: 'Each change is told once to whoever looks after the source. Until it is mended, the desk shows it.',
}
const text: Record<Locale, typeof id> = { id, en }

export const sourceDrift: Template<SourceDriftProps> = {
  text,
  subject: (locale, { source }) => text[locale].subject(source),
  component: (props) => {
    const t = text[props.locale]
    return (
      <Letter {...props} title={t.title}>
        <Para>{t.what(props.source)}</Para>
        {props.found.map(({ kind, count }) => (
          <Para key={kind}>– {t.found[kind](count)}</Para>
        ))}
        <Para>{t.why}</Para>
        <Act label={t.action} url={props.portalUrl} />
        <Para>{t.once}</Para>
      </Letter>
    )
  },
}
