import { z } from 'zod'

// Control characters, bidirectional overrides and lone surrogates: they hide or reorder what a reader sees.
// Newline and tab are the only control characters a person types.
const UNSHOWABLE = /(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/u

/** Text a person typed: NFC, trimmed, one newline style, at most `max` characters, nothing that cannot be shown. */
export const plainText = (max: number) =>
  z
    .string()
    .max(max, 'too_long')
    .transform((text) => text.normalize('NFC').replace(/\r\n?/g, '\n').trim())
    .refine((text) => !UNSHOWABLE.test(text), 'unshowable')

/** One line of it. */
export const line = (max: number) => plainText(max).refine((text) => !text.includes('\n'), 'unshowable')

/** Something a person can act on: `missing` where nothing is written, `too_short` under ten characters. */
export const sentence = (max: number) =>
  plainText(max)
    .refine((text) => text.length > 0, 'missing')
    .refine((text) => text.length === 0 || text.length >= 10, 'too_short')
