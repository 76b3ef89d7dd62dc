import type { CalculatorField } from '#domain/clock/calculator.ts'

export type Search = Readonly<Record<string, string | string[] | undefined>>
export type Given = Partial<Record<CalculatorField, string>>

const FIELDS: readonly CalculatorField[] = ['right', 'place', 'date', 'time', 'zone']
const MOST_CHARACTERS = 64

/** What an address asks; null where it asks nothing, on a first visit. */
export function givenIn(search: Search): Given | null {
  const given = FIELDS.flatMap((field) => {
    const value = search[field]
    return typeof value === 'string' ? [[field, value.slice(0, MOST_CHARACTERS)]] : []
  })
  return given.length > 0 ? Object.fromEntries(given) : null
}
