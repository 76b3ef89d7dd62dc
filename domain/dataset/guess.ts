/** What a column seems to hold. `identity` is the label under which a person gives such a value. */
export type Guess = { category: string; identity?: string; why: 'name' | 'samples' }

type Rule = { name: RegExp; category: string; identity?: string; ofPersons?: true }

/** By name, first match wins; English and Indonesian. `ofPersons`: only in a table that seems to hold people. */
const RULES: readonly Rule[] = [
  { name: /e_?mail|surel/, category: 'user.contact.email', identity: 'email' },
  {
    name: /phone|mobile|msisdn|whats_?app|telepon|(^|_)(tel|hp)(_|$)/,
    category: 'user.contact.phone_number',
    identity: 'phone_number',
  },
  { name: /passw|secret|token|api_?key|(^|_)(pin|otp|salt)(_|$)/, category: 'user.authorization.credentials' },
  { name: /(^|_)(nik|ktp|ssn|npwp)(_|$)|passport|paspor|national_id|tax_(id|number)/, category: 'user.government_id' },
  { name: /birth|(^|_)dob(_|$)|lahir/, category: 'user.demographic.date_of_birth' },
  { name: /gender|(^|_)sex(_|$)|kelamin/, category: 'user.demographic.gender' },
  { name: /religion|agama/, category: 'user.demographic.religious_belief' },
  { name: /(^|_)(ccn|iban|card_(no|number)|account_(no|number)|rekening)(_|$)/, category: 'user.financial' },
  { name: /(^|_)ip(_|$)|ip_?addr/, category: 'user.device.ip_address' },
  { name: /user_?agent|device|browser/, category: 'user.device' },
  { name: /latitude|longitude|(^|_)(lat|lng|lon|geo)(_|$)/, category: 'user.location' },
  { name: /postal|post_?code|zip|kode_pos/, category: 'user.contact.address.postal_code' },
  { name: /street|address_line|alamat|jalan|^address$/, category: 'user.contact.address.street' },
  { name: /(^|_)(city|kota)(_|$)/, category: 'user.contact.address.city' },
  { name: /(^|_)(province|provinsi|state)(_|$)/, category: 'user.contact.address.state', ofPersons: true },
  {
    name: /(first|last|full|sur|nick|family|given|display|user)_?name|nama_(lengkap|depan|belakang)/,
    category: 'user.name',
  },
  { name: /^(name|nama)$/, category: 'user.name', ofPersons: true },
  {
    name: /(^|_)(note|comment|message|bio|about|catatan|pesan|ulasan)s?(_|$)/,
    category: 'user.content',
    ofPersons: true,
  },
]

const PERSONS =
  /customer|user|member|person|people|patient|student|address|alamat|employee|staff|subscriber|contact|lead|guest|pelanggan|anggota|karyawan|pegawai|pasien|siswa/
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/
const ADDRESS = /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-f]{0,4}(:[0-9a-f]{0,4}){2,7})(\/\d+)?$/i
/** Most, not all: test rows and old imports are in every table. */
const MOST = 0.8

const snake = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase()

/** @param samples values of the column; only their form is looked at */
export function guessColumn(table: string, column: string, samples: readonly string[]): Guess | null {
  const most = (form: RegExp): boolean =>
    samples.length > 0 && samples.filter((value) => form.test(value)).length >= samples.length * MOST
  // What the values are is stronger than how the column is called.
  if (most(EMAIL)) return { category: 'user.contact.email', identity: 'email', why: 'samples' }
  const persons = PERSONS.test(snake(table))
  const rule = RULES.find(({ name, ofPersons }) => name.test(snake(column)) && (persons || ofPersons !== true))
  if (rule?.identity === 'email' && samples.length > 0) return null
  if (rule) return { category: rule.category, why: 'name', ...(rule.identity ? { identity: rule.identity } : {}) }
  return most(ADDRESS) ? { category: 'user.device.ip_address', why: 'samples' } : null
}
