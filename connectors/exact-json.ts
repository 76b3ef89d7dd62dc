import type { JsonValue } from './contract.ts'

type Source = { source?: string }
const parse = JSON.parse as (
  text: string,
  reviver: (this: unknown, key: string, value: JsonValue, context?: Source) => JsonValue,
) => JsonValue

/** No number in it is so long, or so written, that a double could change it. */
export const isExact = (text: string): boolean => !/[\d.]{16}|\d[eE]/.test(text)

/** Parsed json in which a number that a double would change stays text; nested beyond the stack it stays text whole. @throws SyntaxError */
export function exactJson(text: string): JsonValue {
  try {
    return isExact(text) ? (JSON.parse(text) as JsonValue) : parse(text, keepDigits)
  } catch (error) {
    if (error instanceof RangeError) return text
    throw error
  }
}

const keepDigits = (_key: string, value: JsonValue, context?: Source): JsonValue =>
  typeof value === 'number' && context?.source !== undefined && !sameNumber(context.source, value)
    ? context.source
    : value

/** Equal up to notation: 1.50 is 1.5, but 9007199254740993 is not 9007199254740992. */
const sameNumber = (source: string, value: number): boolean => {
  const digits = (one: string) =>
    one
      .replace(/e.*$/i, '')
      .replace(/[-.]/g, '')
      .replace(/^0+|0+$/g, '')
  return digits(source) === digits(String(value))
}
