'use client'
import type { ConsentReceipt } from '#domain/certificate/receipt.ts'
import { keptFor, proofWords, recipientWords, spoken, storedAt } from '#domain/certificate/receipt-wording.ts'
import { SignedFacts } from './signed-facts.client.tsx'
import type { VerifyWords } from './verify-words.client.tsx'

type Props = { receipt: ConsentReceipt; kid: string; words: VerifyWords; locale: 'id' | 'en' }

/** What a receipt lists: each purpose in each source, and how its end was seen. */
export function ReceiptContents({ receipt, kid, words, locale }: Props) {
  const record = receipt['dpv:hasRecordOfActivity']
  const notice = record['dpv:hasNotice']
  const facts = [
    [words.reference, record['dct:identifier']],
    [words.controller, record['dpv:hasDataController']['dct:title']],
    [words.issuer, receipt['dct:publisher']['dct:title']],
    [words.withdrawn, spoken(record['hakku:event'][0]['dct:date'])],
    ...(notice
      ? [[words.notice, [notice['dct:hasVersion'], notice['dct:source']].filter((each) => each).join(' · ')]]
      : []),
    [words.signedBy, kid],
  ]
  return (
    <section className="mb-4 rounded-lg border border-line bg-sheet p-4">
      <SignedFacts facts={facts} />
      <h2 className="mb-2">{words.stopped}</h2>
      <ul className="divide-y divide-line text-sm">
        {record['dpv:hasProcess'].map((process) => {
          const [purpose, source, kept] = [process['dpv:hasPurpose'], storedAt(process), keptFor(process)]
          return (
            <li key={`${purpose['dct:identifier']}.${source['dct:identifier']}`} className="py-2">
              <b>{purpose['dct:title'][locale]}</b>
              <span className="block text-muted">
                {source['dct:title']} · {proofWords(process)[locale]}
              </span>
              {kept.length > 0 && (
                <span className="block text-muted">
                  {words.keptFor}: {kept.join('; ')}
                </span>
              )}
            </li>
          )
        })}
      </ul>
      {record['dpv:hasRecipient'].length > 0 && (
        <>
          <h2 className="mt-4 mb-2">{words.recipients}</h2>
          <ul className="divide-y divide-line text-sm">
            {record['dpv:hasRecipient'].map((recipient) => (
              <li key={recipient['dct:title']} className="py-2">
                <b>{recipient['dct:title']}</b>
                {recipient['dct:description'] && (
                  <span className="block text-muted">{recipient['dct:description']}</span>
                )}
                <span className="block text-muted">{recipientWords(recipient, spoken)[locale]}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
