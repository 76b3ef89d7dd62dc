'use client'
import type { Certificate, Words } from '#domain/certificate/certificate.ts'
import type { Verdict } from '#domain/certificate/verify.ts'
import { reasonWords } from '#domain/certificate/wording.ts'
import { ReceiptContents } from './receipt-contents.client.tsx'
import { RectificationContents } from './rectification-contents.client.tsx'
import { SignedFacts } from './signed-facts.client.tsx'
import type { VerifyWords } from './verify-words.client.tsx'

type Props = { verdict: Verdict; fileName: string; words: VerifyWords; locale: 'id' | 'en' }

const LOOK = {
  valid: 'border-ok bg-ok-wash',
  invalid: 'border-bad bg-bad-wash',
  unusable: 'border-warn bg-warn-wash',
}

/** The verdict in words first; then what it proves, what it does not, and the facts that were signed. */
export function VerdictShown({ verdict, fileName, words, locale }: Props) {
  return (
    <>
      <div className={`mb-6 rounded-md border-l-4 px-4 py-3 ${LOOK[verdict.status]}`}>
        <p className="text-lg font-semibold">{words[verdict.status]}</p>
        <p className="text-sm break-all">{fileName}</p>
        {verdict.status !== 'valid' && <p>{reasonWords[verdict.reason][locale]}</p>}
      </div>
      {verdict.status === 'valid' && (
        <>
          <Sentences title={words.proves} sentences={verdict.statements.proves} locale={locale} />
          <Sentences title={words.provesNot} sentences={verdict.statements.provesNot} locale={locale} />
          {verdict.kind === 'receipt' && (
            <ReceiptContents receipt={verdict.receipt} kid={verdict.kid} words={words} locale={locale} />
          )}
          {verdict.kind === 'rectification' && (
            <RectificationContents statement={verdict.statement} kid={verdict.kid} words={words} locale={locale} />
          )}
          {verdict.kind === 'certificate' && (
            <Contents certificate={verdict.certificate} kid={verdict.kid} words={words} />
          )}
        </>
      )}
    </>
  )
}

function Sentences({ title, sentences, locale }: { title: string; sentences: Words[]; locale: 'id' | 'en' }) {
  return (
    <section className="mb-4 rounded-lg border border-line bg-sheet p-4">
      <h2 className="mb-2">{title}</h2>
      <ul className="grid list-disc gap-2 pl-5">
        {sentences.map((sentence) => (
          <li key={sentence.en}>{sentence[locale]}</li>
        ))}
      </ul>
    </section>
  )
}

function Contents({ certificate, kid, words }: { certificate: Certificate; kid: string; words: VerifyWords }) {
  const { issuer, controller, reference, times, sources, retained } = certificate
  const facts = [
    [words.reference, reference],
    [words.controller, controller.name],
    [words.issuer, issuer.name],
    [words.erased, times.executedAt],
    [words.signedBy, kid],
  ]
  return (
    <section className="mb-4 rounded-lg border border-line bg-sheet p-4">
      <SignedFacts facts={facts} />
      <h2 className="mb-2">{words.result}</h2>
      {sources.map(({ key, name, backupsUntil, collections }) => (
        <div key={key} className="mb-3">
          <h3 className="font-semibold">{name}</h3>
          {backupsUntil && (
            <p className="text-sm text-muted">
              {words.backups} {backupsUntil}
            </p>
          )}
          <ul className="divide-y divide-line text-sm">
            {collections.map((result) => (
              <li key={result.name} className="flex flex-wrap justify-between gap-x-4 py-1.5">
                <span className="font-semibold">{result.name}</span>
                <span>
                  {words.found} {result.found} · {words.gone} {result.erased + result.changed} · {words.kept}{' '}
                  {result.kept + result.held}
                </span>
              </li>
            ))}
          </ul>
        </div>
      ))}
      {retained.length > 0 && <h2 className="mb-2">{words.retained}</h2>}
      <ul className="grid gap-2 text-sm">
        {retained.map(({ source, collection, count, basis, article, from, until }) => (
          <li key={`${source}.${collection}.${basis}.${until}`}>
            {source}, {collection} ({count}): {basis}, {article}, → {from && `${from} – `}
            {until}
          </li>
        ))}
      </ul>
    </section>
  )
}
