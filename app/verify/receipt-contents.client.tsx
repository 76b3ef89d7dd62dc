'use client'
import type { ConsentReceipt } from '#domain/certificate/receipt.ts'
import { proofWords } from '#domain/certificate/receipt-wording.ts'
import { SignedFacts } from './signed-facts.client.tsx'
import type { VerifyWords } from './verify-words.client.tsx'

type Props = { receipt: ConsentReceipt; kid: string; words: VerifyWords; locale: 'id' | 'en' }

/** What a receipt lists: each purpose in each source, and how its end was seen. */
export function ReceiptContents({ receipt, kid, words, locale }: Props) {
  const record = receipt['dpv:hasRecordOfActivity']
  const facts = [
    [words.reference, record['dct:identifier']],
    [words.controller, record['dpv:hasDataController']['dct:title']],
    [words.issuer, receipt['dct:publisher']['dct:title']],
    [words.withdrawn, record['hakku:event'][0]['dct:date']],
    [words.signedBy, kid],
  ]
  return (
    <section className="mb-4 rounded-lg border border-line bg-sheet p-4">
      <SignedFacts facts={facts} />
      <h2 className="mb-2">{words.stopped}</h2>
      <ul className="divide-y divide-line text-sm">
        {record['dpv:hasProcess'].map((process) => {
          const [purpose, source] = [process['dpv:hasPurpose'], process['dpv:hasStorageCondition']]
          return (
            <li key={`${purpose['dct:identifier']}.${source['dct:identifier']}`} className="py-2">
              <b>{purpose['dct:title'][locale]}</b>
              <span className="block text-muted">
                {source['dct:title']} · {proofWords(process)[locale]}
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
