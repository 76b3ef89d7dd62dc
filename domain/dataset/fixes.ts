import type { Label } from './dataset.ts'

/** What to write instead, in both languages. Words of the file's own grammar stay as they are. */
type Fix = Label
const words = (id: string, en: string): Fix => ({ id, en })

/** Mistakes that need no further word. */
export const FIX = {
  too_large: words(
    'berkas paling besar 1 MiB; pecah menurut dataset',
    'keep the file under 1 MiB; split it by dataset',
  ),
  no_alias: words('tulis nilainya langsung; alias tidak dibaca', 'write the value out; aliases are not read'),
  no_anchor: words('hapus jangkar (&)', 'remove the anchor (&)'),
  no_tag: words('hapus tag (!)', 'remove the tag (!)'),
  plain_key: words('pakai nama biasa sebagai kunci', 'use a plain name as key'),
  boolean: words('tulis true atau false di sini', 'write true or false here'),
  plain_name: words('tulis nama biasa tanpa karakter kendali', 'write a plain name without control characters'),
  dataset_key: words('pakai huruf, angka, _ . -', 'use letters, digits, _ . -'),
  purpose_key: words(
    'pakai huruf kecil, angka, dan satu tanda hubung di antaranya; bukan kata all',
    'use lower-case letters, digits and single hyphens; not the word all',
  ),
  until: words(
    'tulis tanggal (2034-12-31) atau {field: <nama>, years: <1 sampai 100>}',
    'write a date (2034-12-31) or {field: <name>, years: <1 to 100>}',
  ),
  mask: words(
    'tulis sebuah teks, dengan {first:1} di depan atau {last:4} atau @{domain} di belakangnya',
    'write a text, with {first:1} before or {last:4} or @{domain} after it',
  ),
  field_erase: words(
    'tulis delete, null, hash, mask, {mask: <teks, dengan {first:n} di depan atau {last:n} atau @{domain} di belakangnya>} atau {keep: {basis: <undang-undang, pasal>, until: <tanggal atau field + years>}}',
    'write delete, null, hash, mask, {mask: <text, with {first:n} before or {last:n} or @{domain} after it>} or {keep: {basis: <law, article>, until: <date or field + years>}}',
  ),
  collection_erase: words(
    'tulis delete atau {keep: {basis: <undang-undang, pasal>, until: <tanggal atau field + years>}}',
    'write delete or {keep: {basis: <law, article>, until: <date or field + years>}}',
  ),
  stop_value: words(
    'tulis true, false, null, sebuah angka, sebuah teks, atau {time: withdrawn}',
    'write true, false, null, a number, a text or {time: withdrawn}',
  ),
  field_path: words('tulis <koleksi>.<bidang>', 'write <collection>.<field>'),
  collection_path: words('tulis <dataset>.<koleksi>', 'write <dataset>.<collection>'),
  data_type: words(
    'tulis string, integer, float, boolean, object, atau object_id, dengan [] untuk daftar',
    'write string, integer, float, boolean, object or object_id, with [] for a list',
  ),
  one_collection: words('sebutkan paling sedikit satu koleksi', 'list at least one collection'),
  one_dataset: words('sebutkan paling sedikit satu dataset', 'list at least one dataset'),
  own_field: words('sebutkan sebuah bidang dari koleksi ini', 'name a field of this collection'),
  kept_field_in_deleted_row: words(
    'baris yang dihapus tidak dapat menyimpan sebuah bidang: ubah salah satunya',
    'a row that is deleted cannot keep a field: change one of the two',
  ),
  deleted_field_in_kept_row: words(
    'koleksinya disimpan: pakai null, hash, atau mask di sini',
    'the collection is kept: use null, hash or mask here',
  ),
  used_above: words('nama ini sudah dipakai di atas: pilih yang lain', 'this name is used above: choose another'),
  described_below: words('sudah diuraikan di bawah: hapus dari sini', 'it is described below: take it out here'),
  stop_in_skipped: words(
    'koleksi ini dilewati: barisnya tidak pernah dicari',
    'this collection is skipped: its rows are never looked for',
  ),
  stop_purpose: words(
    'daftarkan tujuan ini dalam hakku_meta.purposes dari dataset',
    'list this purpose in the hakku_meta.purposes of the dataset',
  ),
  stop_on_key: words(
    'kunci, pengenal, atau rujukan dipakai untuk menemukan barisnya: pilih bidang yang menyatakan apakah pemrosesan berlanjut',
    'a key, an identity or a reference finds the row: choose a field that says whether processing goes on',
  ),
  stop_read_only: words(
    'bidang ini read_only: tidak ada yang dapat ditulis ke dalamnya',
    'this field is read_only: nothing can be written to it',
  ),
  stop_on_many: words(
    'daftar atau objek tidak dapat diisi: pilih bidang dengan satu nilai',
    'a list or an object cannot be set: choose a field with one value',
  ),
  stop_nested: words(
    'stop ditulis pada bidang koleksi itu sendiri',
    'a stop stands on a field of the collection itself',
  ),
} as const satisfies Record<string, Fix>
export type FixName = keyof typeof FIX

/** As the message of a rule in the grammar: the name of the fix. */
export const as = (name: FixName): FixName => name
export const isFixName = (message: string): message is FixName => Object.hasOwn(FIX, message)

export const nestAtMost = (levels: number): Fix =>
  words(`susun paling dalam ${levels} tingkat`, `nest at most ${levels} levels`)
export const removeKeys = (keys: string): Fix => words(`hapus atau perbaiki: ${keys}`, `remove or correct: ${keys}`)
export const oneOf = (values: string): Fix => words(`tulis salah satu dari: ${values}`, `write one of: ${values}`)
export const atMost = (n: number): Fix => words(`paling banyak atau paling besar ${n}`, `at most ${n}`)
export const atLeast = (n: number): Fix => words(`paling sedikit atau paling kecil ${n}`, `at least ${n}`)

const TYPES: Readonly<Record<string, string>> = {
  string: 'teks',
  number: 'angka',
  int: 'bilangan bulat',
  array: 'daftar',
  object: 'objek',
  record: 'objek',
}
export const valueOfType = (type: string): Fix =>
  words(`tulis sebuah nilai berjenis ${TYPES[type] ?? type} di sini`, `write a value of type ${type} here`)
export const anotherValue = (message: string): Fix => words(`tulis nilai lain (${message})`, message)

/** What the YAML reader finds most; the others by its own name. */
const YAML: Readonly<Record<string, Fix>> = {
  BAD_INDENT: words('indentasinya tidak rata', 'bad indent'),
  TAB_AS_INDENT: words('indentasi memakai tab; pakai spasi', 'tab as indent; use spaces'),
  DUPLICATE_KEY: words('kunci yang sama ditulis dua kali', 'duplicate key'),
  MISSING_CHAR: words(
    'ada tanda yang kurang, misalnya : atau kurung tutup',
    'missing char, such as : or a closing bracket',
  ),
  UNEXPECTED_TOKEN: words('ada tanda yang tidak pada tempatnya', 'unexpected token'),
  MULTIPLE_DOCS: words('lebih dari satu dokumen (---)', 'more than one document (---)'),
}
export function mendYaml(code: string): Fix {
  const own = code.toLowerCase().replaceAll('_', ' ')
  const { id, en } = YAML[code] ?? words(own, own)
  return words(`perbaiki YAML-nya: ${id}`, `mend the YAML: ${en}`)
}
