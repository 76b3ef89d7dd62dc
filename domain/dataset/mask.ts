import { ok, type Result, refuse } from '#domain/result.ts'

/** `first`, `last`: how many characters of the value stay; `domain`: what stands after its last @ stays. */
export type Mask = { method: 'mask'; text: string; first?: number; last?: number; domain?: true }

const PATTERN =
  /^(?:\{first:(?<first>[1-9])\})?(?<text>[^{}]{1,200}?)(?:\{last:(?<last>[1-9])\}|(?<domain>@\{domain\}))?$/u

/**
 * Reads `***`, `{first:1}***`, `**** {last:4}`, `{first:1}***@{domain}`: what stays stands at the ends, so that masking
 * what is masked changes nothing, and a second run or a second read can tell.
 */
export function readMask(source: string): Result<Mask, 'mask_unreadable'> {
  const { text, first, last, domain } = PATTERN.exec(source)?.groups ?? {}
  if (text === undefined || (domain && text.includes('@'))) return refuse('mask_unreadable')
  return ok({
    method: 'mask',
    text,
    ...(first ? { first: Number(first) } : {}),
    ...(last ? { last: Number(last) } : {}),
    ...(domain ? { domain: true as const } : {}),
  })
}

/** Part of the old value stays, so an empty field stays empty; a fixed text is written everywhere. */
export const isPattern = ({ first, last, domain }: Mask): boolean => Boolean(first || last || domain)

/**
 * What a mask makes of a value. A value that is not longer than what would be shown and written around it shows nothing
 * at all: `Ani` under `{first:1}***` is `***`.
 */
export function masked(value: string | null, mask: Mask): string | null {
  if (!isPattern(mask)) return mask.text
  if (value === null) return null
  const at = mask.domain ? value.lastIndexOf('@') : -1
  const [local, rest] = at < 0 ? [value, ''] : [value.slice(0, at), value.slice(at)]
  const letters = [...local]
  const { first = 0, last = 0, text } = mask
  if (letters.length < first + [...text].length + last) return text + rest
  return letters.slice(0, first).join('') + text + letters.slice(letters.length - last).join('') + rest
}
