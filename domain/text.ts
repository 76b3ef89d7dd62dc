import { z } from 'zod'

// Control characters, bidirectional overrides and lone surrogates: they hide or reorder what a reader sees.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to refuse
const UNSHOWABLE =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/u

/** Text a person typed: NFC, trimmed, one newline style, at most `max` characters, nothing that cannot be shown. */
export const plainText = (max: number) =>
  z
    .string()
    .max(max, 'too_long')
    .transform((text) => text.normalize('NFC').replace(/\r\n?/g, '\n').trim())
    .refine((text) => !UNSHOWABLE.test(text), 'unshowable')

/** One line of it. */
export const line = (max: number) => plainText(max).refine((text) => !text.includes('\n'), 'unshowable')
