import type { Words } from '#domain/certificate/certificate.ts'
import { keptFor, proofWords, recipientWords, spoken, storedAt } from '#domain/certificate/receipt-wording.ts'
import type { Valid } from '#domain/certificate/verify.ts'
import { type Language, print } from './usage.ts'

const WORDS = {
  valid: { id: 'SAH: penarikan kembali persetujuan', en: 'VALID: withdrawal of consent' },
  proves: { id: 'Terbukti', en: 'What it proves' },
  provesNot: { id: 'Tidak terbukti', en: 'What it does not prove' },
  stopped: { id: 'Yang berhenti', en: 'What has stopped' },
  kept: { id: 'disimpan', en: 'kept' },
  notice: { id: 'Pemberitahuan privasi', en: 'Privacy notice' },
  recipients: { id: 'Penerima data', en: 'Recipients of the data' },
} as const satisfies Record<string, Words>

/** Says in words what a receipt that passed every check proves, what it does not, and what it lists. */
export function printReceipt(
  { receipt, kid, statements }: Extract<Valid, { kind: 'receipt' }>,
  chosen: readonly Language[],
): void {
  const record = receipt['dpv:hasRecordOfActivity']
  for (const language of chosen) {
    const section = (title: keyof typeof WORDS, lines: string[]) =>
      lines.length > 0 ? ['', WORDS[title][language], ...lines.map((line) => `  • ${line}`)] : []
    const said = (words: readonly Words[]) => words.map((each) => each[language])
    const processes = record['dpv:hasProcess'].map((process) => {
      const [source, kept] = [storedAt(process), keptFor(process)]
      const purpose = process['dpv:hasPurpose']['dct:title'][language]
      return `${purpose}: ${source['dct:title']} (${source['dpv:hasLocation']}), ${proofWords(process)[language]}${kept.length > 0 ? `, ${WORDS.kept[language]}: ${kept.join('; ')}` : ''}`
    })
    const notice = record['dpv:hasNotice']
    const recipients = record['dpv:hasRecipient'].map(
      (recipient) =>
        `${recipient['dct:title']} (${recipient['dpv:hasLocation']}): ${recipientWords(recipient, spoken)[language]}`,
    )
    print(
      `${WORDS.valid[language]} ${record['dct:identifier']} (${receipt['dct:issued']}, ${kid})`,
      ...section('proves', said(statements.proves)),
      ...section('provesNot', said(statements.provesNot)),
      ...section('stopped', processes),
      ...section(
        'notice',
        notice ? [[notice['dct:hasVersion'], notice['dct:source']].filter(Boolean).join(' · ')] : [],
      ),
      ...section('recipients', recipients),
      '',
    )
  }
}
