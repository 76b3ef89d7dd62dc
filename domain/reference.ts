// Crockford's base32: no I, L, O, U, so a reference can be read out over the phone.
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Seven random characters and a check character: `HK-7K4Q-2MPX`. `random` holds at least 7 bytes. */
export function formatReference(random: Uint8Array): string {
  const digits = Array.from(random.slice(0, 7), (byte) => byte % 32)
  const text = [...digits, timesAlpha(syndrome(digits))].map((digit) => ALPHABET[digit]).join('')
  return `HK-${text.slice(0, 4)}-${text.slice(4)}`
}

/** Multiplication by the generator of GF(32) (x⁵ + x² + 1). */
const timesAlpha = (value: number): number => (value & 16 ? (value << 1) ^ 0b100101 : value << 1)

/** Zero for a whole reference; every single wrong character and every swap of two makes it something else. */
const syndrome = (digits: readonly number[]): number => digits.reduce((total, digit) => timesAlpha(total) ^ digit, 0)

/** Reads what a person typed: any case, spaces and hyphens, O for 0, I and L for 1. @returns null when it cannot be one */
export function parseReference(typed: string): string | null {
  const text = typed
    .slice(0, 64)
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .replace(/^HK(?=.{8}$)/, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
  const digits = [...text].map((character) => ALPHABET.indexOf(character))
  if (digits.length !== 8 || digits.includes(-1) || syndrome(digits) !== 0) return null
  return `HK-${text.slice(0, 4)}-${text.slice(4)}`
}
