import type { Words } from '#domain/certificate/certificate.ts'
import type { HistoryEntry, Manifest, Recipient, TrailEntry } from '#domain/package/manifest.ts'
import { both, entry, escapeHtml } from './html.ts'
import { basisWords, categoryWords, detailWords, historyWords, recipientWords, title, words } from './reader-words.ts'

type Input = Pick<Manifest, 'trail' | 'recipients' | 'history' | 'information'>

const text = (value: string | null) => (value === null ? both(words.notRecorded) : `<bdi>${escapeHtml(value)}</bdi>`)
const section = (id: string, heading: Words, lead: Words, body: string) =>
  `<section id="${id}"><h2>${both(heading)}</h2><p class="soft">${both(lead)}</p>${body}</section>`
const cards = (items: string[]) => `<ol class="records">${items.map((item) => `<li>${item}</li>`).join('')}</ol>`

/** What an access package tells besides the data: the trail, recipients, history and the other rights. */
export const besides = ({ trail, recipients, history, information }: Input): string =>
  [
    trail && section('trail', words.trail, words.trailLead, cards(trail.map(trailCard))),
    recipients &&
      section(
        'recipients',
        words.recipients,
        words.recipientsLead,
        recipients.length > 0 ? cards(recipients.map(recipientCard)) : both(words.nobody, 'p'),
      ),
    history &&
      section('history', words.history, words.historyLead, `<ol class="history">${history.map(moment).join('')}</ol>`),
    information &&
      `<section id="rights"><h2>${both(words.yourRights)}</h2><ul>${listed(information.rights)}</ul><h3>${both(words.complaint)}</h3><ul>${listed(information.complaint)}</ul></section>`,
  ]
    .filter((part) => part !== null)
    .join('\n')

const listed = (items: readonly Words[]) => items.map((item) => `<li>${both(item)}</li>`).join('')

function trailCard(entryOf: TrailEntry): string {
  const kinds = entryOf.categories.map(categoryWords)
  const { recipients, basis } = entryOf
  const named = (locale: 'id' | 'en') => [...new Set(kinds.map((kind) => kind[locale]))].join(', ')
  return `<h3>${both(entryOf.label)} · ${escapeHtml(title(entryOf.source))}</h3><dl>${[
    entry(words.purpose, text(entryOf.purpose)),
    entry(words.basis, both(basis === null ? words.notRecorded : basisWords[basis])),
    entry(words.category, both({ id: named('id'), en: named('en') })),
    entry(words.since, text(entryOf.since)),
    entry(words.origin, both(entryOf.origin ?? words.notRecorded)),
    entry(words.retention, text(entryOf.retention)),
    entry(words.recipients, recipients.length > 0 ? escapeHtml(recipients.join(', ')) : both(words.nobody)),
    entry(words.automated, both(entryOf.automatedDecisions ?? words.notRecorded)),
  ].join('')}</dl>`
}

const recipientCard = ({ name, kind, region, receives, safeguards }: Recipient): string =>
  `<h3><bdi>${escapeHtml(name)}</bdi> · ${both(recipientWords[kind])}</h3><dl>${[
    entry(words.receives, text(receives)),
    entry(words.region, escapeHtml(region)),
    entry(words.safeguards, text(safeguards)),
  ].join('')}</dl>`

function moment({ at, what, reference, detail }: HistoryEntry): string {
  const said =
    detail === null
      ? ''
      : `: ${detail in detailWords ? both(detailWords[detail] ?? words.notRecorded) : escapeHtml(detail)}`
  return `<li><time>${escapeHtml(at.slice(0, 16).replace('T', ' '))} ${escapeHtml(at.slice(-6))}</time><span>${both(historyWords[what])}${said}</span><span class="soft mono">${escapeHtml(reference)}</span></li>`
}
