import type { Words } from '#domain/certificate/certificate.ts'
import { outcomeOfField } from '#domain/certificate/rectification-wording.ts'
import type { Valid } from '#domain/certificate/verify.ts'
import { type Language, print } from './usage.ts'

const WORDS = {
  valid: { id: 'SAH: pembetulan data', en: 'VALID: correction of data' },
  proves: { id: 'Terbukti', en: 'What it proves' },
  provesNot: { id: 'Tidak terbukti', en: 'What it does not prove' },
  results: { id: 'Hasil', en: 'Results' },
} as const satisfies Record<string, Words>

/** Says in words what a statement of correction that passed every check proves, what it does not, and what it lists. */
export function printRectification(
  { statement, kid, statements }: Extract<Valid, { kind: 'rectification' }>,
  chosen: readonly Language[],
): void {
  for (const language of chosen) {
    const section = (title: keyof typeof WORDS, lines: string[]) => [
      '',
      WORDS[title][language],
      ...lines.map((line) => `  • ${line}`),
    ]
    const said = (words: readonly Words[]) => words.map((each) => each[language])
    const results = statement.results.map(
      ({ source, collection, field, ...how }) =>
        `${field[language]} (${collection[language]}, ${source}): ${outcomeOfField(how)[language]}`,
    )
    print(
      `${WORDS.valid[language]} ${statement.reference} (${statement.times.issuedAt}, ${kid})`,
      ...section('proves', said(statements.proves)),
      ...section('provesNot', said(statements.provesNot)),
      ...section('results', results),
      '',
    )
  }
}
