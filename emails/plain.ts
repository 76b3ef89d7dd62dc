import { z } from 'zod'

const Email = z.email().max(254)
const WORD_JOINER = '\u2060'

/**
 * Makes a string from outside harmless in a mail: no control or bidi characters, no tags, and nothing that a mail
 * program would turn into a link by itself. Keeps line breaks as `\n`; an invisible joiner after a dot or `@` is all
 * that is added.
 */
export function plain(given: string): string {
  return given
    .normalize('NFC')
    .replace(/\r\n?|[\u2028\u2029\u0085\v\f]/g, '\n')
    .replace(/\t/g, ' ')
    .replace(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/gu, '')
    .replace(/[<>]/g, '')
    .replace(/(?:[a-z][a-z0-9+.-]*:)+\/{2,}/gi, '')
    .replace(/\b(?:https?|ftp|mailto|tel|sms|data|javascript):/gi, '')
    .replace(/\/{2,}/g, '/')
    .replace(/[@＠](?=\S)|[.。．｡](?=[\p{L}\p{N}]*\p{L}{2})/gu, `$&${WORD_JOINER}`)
    .trim()
}

export const oneLine = (text: string): string => text.replace(/\s+/gu, ' ').trim()

export const isEmail = (text: string): boolean => Email.safeParse(text).success

/** @throws Error when an address is not a plain web address: links come from our own code, so that is a fault */
function webAddress(given: string): string {
  const url = new URL(given)
  if (!/^https?:$/.test(url.protocol) || url.username || url.password)
    throw new Error('a mail may link to http(s) only')
  return url.href
}

function harmlessEntry(key: string, value: unknown): unknown {
  if (typeof value !== 'string') return harmless(value)
  if (key.endsWith('Url')) return webAddress(value)
  if (/contact$/i.test(key) && isEmail(value)) return value
  return plain(value)
}

/** Every string in a mail's props, made harmless in one place, so that no template can forget it. */
export function harmless<T>(props: T): T
export function harmless(props: unknown): unknown {
  if (typeof props === 'string') return plain(props)
  if (Array.isArray(props)) return props.map((item: unknown) => harmless(item))
  if (typeof props !== 'object' || props === null) return props
  return Object.fromEntries(Object.entries(props).map(([key, value]) => [key, harmlessEntry(key, value)]))
}
