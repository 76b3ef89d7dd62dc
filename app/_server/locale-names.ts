export const locales = ['id', 'en'] as const
export type Locale = (typeof locales)[number]

export const localeCookie = 'hakku-locale'
/** Set by the middleware on the way in; the gate drops any `x-hakku-*` from outside. */
export const localeHeader = 'x-hakku-locale'
export const pathHeader = 'x-hakku-path'

/** Bahasa Indonesia unless English was chosen. */
export const toLocale = (value: unknown): Locale => (value === 'en' ? 'en' : 'id')

/** A path on this site to go back to, else the start page: nothing that a browser could read as another host. */
export function toLocalPath(value: unknown): string {
  const printable = typeof value === 'string' && value.length <= 2048 && /^\/(?![/\\])[\x21-\x7e]*$/.test(value)
  return printable && !value.includes('\\') ? value : '/'
}
