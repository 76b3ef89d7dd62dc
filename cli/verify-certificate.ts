import type { Certificate, Words } from '#domain/certificate/certificate.ts'
import type { Valid } from '#domain/certificate/verify.ts'
import { holdWords, kindWords, outcomeWords } from '#domain/certificate/wording.ts'
import { type Language, print } from './usage.ts'

const WORDS = {
  valid: { id: 'SAH', en: 'VALID' },
  proves: { id: 'Terbukti', en: 'What it proves' },
  provesNot: { id: 'Tidak terbukti', en: 'What it does not prove' },
  results: { id: 'Hasil per sistem', en: 'Results per system' },
  backups: { id: 'cadangan paling lama sampai', en: 'backups until' },
  noBackups: { id: 'tanpa cadangan', en: 'no backups' },
  kept: { id: 'Disimpan', en: 'Kept' },
  until: { id: 'sampai', en: 'until' },
  told: { id: 'Penerima yang diberi tahu', en: 'Recipients told' },
  silent: { id: 'belum menjawab', en: 'has not answered' },
} as const satisfies Record<string, Words>

/** Says in words what a certificate that passed every check proves, what it does not, and what it lists. */
export function printCertificate(
  { certificate, kid, statements }: Extract<Valid, { kind: 'certificate' }>,
  chosen: readonly Language[],
): void {
  for (const language of chosen) {
    const section = (title: keyof typeof WORDS, lines: string[]) =>
      lines.length > 0 ? ['', WORDS[title][language], ...lines.map((line) => `  • ${line}`)] : []
    print(
      `${WORDS.valid[language]}: ${kindWords[certificate.kind][language]} ${certificate.reference} (${certificate.times.issuedAt}, ${kid})`,
      ...section(
        'proves',
        statements.proves.map((words) => words[language]),
      ),
      ...section(
        'provesNot',
        statements.provesNot.map((words) => words[language]),
      ),
      ...section('results', resultLines(certificate, language)),
      ...section('kept', keptLines(certificate, language)),
      ...section('told', toldLines(certificate, language)),
      '',
    )
  }
}

const resultLines = ({ sources }: Certificate, language: Language): string[] =>
  sources.flatMap(({ name, region, backupsUntil, collections }) => [
    `${name} (${region}): ${backupsUntil ? `${WORDS.backups[language]} ${backupsUntil}` : WORDS.noBackups[language]}`,
    ...collections.map(
      ({ name: collection, outcome, found }) => `  ${collection}: ${outcomeWords[outcome][language]} (${found})`,
    ),
  ])

const keptLines = ({ retained, held }: Certificate, language: Language): string[] => [
  ...retained.map(
    ({ source, collection, count, basis, article, from, until }) =>
      `${source}/${collection}: ${count}, ${basis} (${article}), ${WORDS.until[language]} ${from ? `${from} – ` : ''}${until}`,
  ),
  ...held.map(
    ({ source, collection, count, reason, why }) =>
      `${source}/${collection}: ${count}, ${holdWords[reason][language]} (${why})`,
  ),
]

const toldLines = ({ recipients }: Certificate, language: Language): string[] =>
  recipients.map(({ name, instructedAt, answeredAt, answer }) =>
    [`${name} (${instructedAt}):`, ...(answeredAt ? [answer ?? '', answeredAt] : [WORDS.silent[language]])].join(' '),
  )
