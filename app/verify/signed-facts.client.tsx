'use client'

/** Terms and what was signed about them. */
export const SignedFacts = ({ facts }: { facts: (string | undefined)[][] }) => (
  <dl className="mb-4 grid gap-2">
    {facts.map(([term, detail]) => (
      <div key={term}>
        <dt className="text-sm text-muted">{term}</dt>
        <dd className="break-all">{detail}</dd>
      </div>
    ))}
  </dl>
)
