import type { Manifest, Redaction, TrailEntry } from '#domain/package/manifest.ts'
import type { PackageField } from './collection.ts'
import { both, escapeHtml, page } from './html.ts'
import type { Cell, Preview } from './preview.ts'
import { categoryWords, rightWords, title, words } from './reader-words.ts'

export type ReaderCollection = {
  source: string
  collection: string
  fields: PackageField[]
  redactions: Redaction[]
  preview: Preview
  files: { json: string; csv: string; schema: string }
}

export type ReaderInput = Omit<Manifest, 'schema' | 'files' | 'generatedAt'> & {
  generated: { id: string; en: string }
  collections: ReaderCollection[]
}

/** Rows whose longest values fit side by side become a table; wider ones become a card each. */
const widestTable = 100

function fitsTable({ fields, preview }: ReaderCollection): boolean {
  const widths = fields.map(({ name }, at) =>
    Math.max(name.length, ...preview.rows.map((row) => row[at]?.text.length ?? 0)),
  )
  return widths.reduce((sum, width) => sum + width + 3, 0) <= widestTable
}

const unique = (texts: string[]) => [...new Set(texts)]
const anchor = (index: number) => `c${index + 1}`

/** The package's `index.html`: everything a person needs to read their data, and nothing that needs a network. */
export function reader(input: ReaderInput): string {
  const { controller, collections, language, trail } = input
  const heading = words.yourData(controller.name)
  const main = [
    `<h1>${both(heading)}</h1><div class="lead">${both(words.lead, 'p')}</div>`,
    `<div class="card">${facts(input)}</div>`,
    contents(collections, trail !== null),
    ...collections.map(section),
    trail === null ? '' : trailSection(trail),
    `<footer class="small">${both(words.check, 'p')}<p><a href="manifest.json">manifest.json</a> · <a href="manifest.jws">manifest.jws</a> · <a href="README.txt">README.txt</a></p></footer>`,
  ]
  return page({
    language,
    title: `${heading[language]} · ${input.reference}`,
    brand: controller.name,
    main: main.join('\n'),
  })
}

const entry = (term: { id: string; en: string }, description: string) =>
  `<div><dt>${both(term)}</dt><dd>${description}</dd></div>`

function facts({ reference, right, generated, controller }: ReaderInput): string {
  return `<dl class="facts">${[
    entry(words.reference, `<span class="mono">${escapeHtml(reference)}</span>`),
    entry(words.right, both(rightWords[right])),
    entry(words.made, both(generated)),
    entry(words.contact, escapeHtml(controller.contact)),
    entry(words.dpo, escapeHtml(controller.dpo)),
  ].join('')}</dl>`
}

function contents(collections: ReaderCollection[], withTrail: boolean): string {
  const link = (to: string, name: string, aside: string) =>
    `<li><a href="#${to}"><span>${name}</span><i class="small">${aside}</i></a></li>`
  const items = collections.map(({ source, collection, preview }, index) =>
    link(
      anchor(index),
      `${escapeHtml(title(collection))} <span class="soft small">${escapeHtml(title(source))}</span>`,
      both(words.records(preview.total)),
    ),
  )
  const trail = withTrail ? [link('trail', both(words.trail), '')] : []
  return `<nav class="card"><h2>${both(words.contents)}</h2><ul class="contents">${[...items, ...trail].join('')}</ul></nav>`
}

function section(collection: ReaderCollection, index: number): string {
  const { preview, files } = collection
  const heading = `<section id="${anchor(index)}"><h3>${escapeHtml(title(collection.source))}</h3><h2><bdi>${escapeHtml(title(collection.collection))}</bdi> <span class="soft small">${both(words.records(preview.total))}</span></h2>${why(collection)}`
  if (preview.total === 0) return `${heading}<p class="soft">${both(words.none)}</p></section>`
  const part =
    preview.rows.length < preview.total
      ? `<p class="note">${both(words.part(preview.rows.length, preview.total))}</p>`
      : ''
  const records = fitsTable(collection) ? table(collection) : cards(collection)
  return `${heading}${part}${records}<ul class="files">${Object.entries(files)
    .map(
      ([kind, path]) =>
        `<li><a href="${escapeHtml(path)}">${kind === 'schema' ? 'JSON Schema' : kind.toUpperCase()}</a></li>`,
    )
    .join('')}</ul></section>`
}

function why({ fields, redactions }: ReaderCollection): string {
  const list = (pick: (field: PackageField) => string) =>
    escapeHtml(unique(fields.map(pick)).filter(Boolean).join('; '))
  const kinds = unique(fields.flatMap(({ categories }) => categories)).map(categoryWords)
  const named = { id: unique(kinds.map(({ id }) => id)).join(', '), en: unique(kinds.map(({ en }) => en)).join(', ') }
  const hidden = redactions.map(({ field, why: reason }) => `${title(field)}: ${reason}`).join('; ')
  return `<dl class="why">${[
    entry(
      words.purpose,
      list(({ purpose }) => purpose),
    ),
    entry(
      words.basis,
      list(({ basis }) => basis),
    ),
    entry(
      words.retention,
      list(({ retention }) => retention),
    ),
    entry(words.category, both(named)),
    hidden === '' ? '' : entry(words.redacted, escapeHtml(hidden)),
  ].join('')}</dl>`
}

const shown = (cell: Cell): string =>
  cell === null
    ? '<span class="empty">–</span>'
    : `<bdi>${escapeHtml(cell.text)}</bdi>${cell.cut ? both(words.cut) : ''}`

function table({ fields, preview }: ReaderCollection): string {
  const labels = fields.map(({ name }) => escapeHtml(title(name)))
  const head = labels.map((label) => `<th scope="col"><bdi>${label}</bdi></th>`).join('')
  const body = preview.rows
    .map(
      (row) => `<tr>${row.map((cell, at) => `<td data-label="${labels[at] ?? ''}">${shown(cell)}</td>`).join('')}</tr>`,
    )
    .join('\n')
  return `<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`
}

function cards({ fields, preview }: ReaderCollection): string {
  const labels = fields.map(({ name }) => escapeHtml(title(name)))
  const card = (row: Cell[]) =>
    row
      .map((cell, at) => {
        const long = (cell?.text.length ?? 0) > 60 ? ' class="long"' : ''
        return `<div${long}><dt><bdi>${labels[at] ?? ''}</bdi></dt><dd>${shown(cell)}</dd></div>`
      })
      .join('')
  return `<ol class="records">${preview.rows.map((row) => `<li><dl>${card(row)}</dl></li>`).join('\n')}</ol>`
}

function trailSection(trail: TrailEntry[]): string {
  const card = ({ purpose, basis, since, recipients, retention }: TrailEntry) =>
    `<li><dl>${[
      entry(words.purpose, escapeHtml(purpose)),
      entry(words.basis, escapeHtml(basis)),
      entry(words.since, since === null ? '–' : escapeHtml(since)),
      entry(words.recipients, recipients.length > 0 ? escapeHtml(recipients.join(', ')) : both(words.nobody)),
      entry(words.retention, escapeHtml(retention)),
    ].join('')}</dl></li>`
  return `<section id="trail"><h2>${both(words.trail)}</h2><p class="soft">${both(words.trailLead)}</p><ol class="records">${trail.map(card).join('')}</ol></section>`
}
