/**
 * How two identifiers are compared. E-mail addresses without regard to case: RFC 5321 §2.4 would let a host tell
 * “Ani@” from “ani@”, none in use does, and a person must not lose their data to how somebody once typed it. Every
 * other label exactly, as the source writes it.
 */
export const ignoresCase = (label: string): boolean => /e-?mail/i.test(label)

/** The form in which identifiers of a label are equal. */
export const comparedAs = (label: string, value: string): string => (ignoresCase(label) ? value.toLowerCase() : value)

const ROLES =
  'employee|staff|worker|agent|operator|cashier|clerk|handler|assignee|moderator|admin|administrator|officer|manager|' +
  'supervisor|technician|courier|driver|doctor|physician|nurse|therapist|teacher|instructor|librarian|consultant|sales_?rep|' +
  'karyawan|pegawai|petugas|kasir|kurir|sopir|teknisi|dokter|perawat|guru'
const ACTS = '(handled|assigned|created|updated|approved|processed|served|reviewed)_(by|to)'
const STAFF = new RegExp(`(^|_)(${ROLES}|${ACTS})s?(_|$)`)

/**
 * A guess from names, for files that do not say: this link names somebody who acted on the row, not whose row it is.
 * `hakku_meta: {third_party: …}` on the field overrules it, either way.
 */
export const looksLikeStaff = (field: string, parent: string): boolean =>
  [field, parent].some((name) => STAFF.test(name.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase()))
