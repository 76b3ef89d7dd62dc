'use client'
import type { RectificationStatement } from '#domain/certificate/rectification.ts'
import { outcomeOfField } from '#domain/certificate/rectification-wording.ts'
import { SignedFacts } from './signed-facts.client.tsx'
import type { VerifyWords } from './verify-words.client.tsx'

type Props = { statement: RectificationStatement; kid: string; words: VerifyWords; locale: 'id' | 'en' }

/** What a statement of correction lists: each field by its label, and what became of it. */
export function RectificationContents({ statement, kid, words, locale }: Props) {
  const facts = [
    [words.reference, statement.reference],
    [words.controller, statement.controller.name],
    [words.issuer, statement.issuer.name],
    [words.corrected, statement.times.appliedAt],
    [words.signedBy, kid],
  ]
  return (
    <section className="mb-4 rounded-lg border border-line bg-sheet p-4">
      <SignedFacts facts={facts} />
      <h2 className="mb-2">{words.result}</h2>
      <ul className="divide-y divide-line text-sm">
        {statement.results.map(({ source, collection, field, ...how }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two rows may share every label, and the list never changes
          <li key={at} className="py-2">
            <b>{field[locale]}</b>
            <span className="block text-muted">
              {collection[locale]}, {source} · {outcomeOfField(how)[locale]}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
