import type { Words } from '#domain/certificate/certificate.ts'
import type { LegalBasis } from '#domain/dataset/schema.ts'
import type { Manifest, ManifestRedaction } from '#domain/package/manifest.ts'
import type { PackageField } from './collection.ts'
import { both, entry, escapeHtml, page } from './html.ts'
import type { Cell, Preview } from './preview.ts'
import { besides } from './reader-about.ts'
import { basisWords, categoryWords, reasonWords, redactionWords, rightWords, title, words } from './reader-words.ts'

export type ReaderCollection = {
  source: string
  collection: string
  label: Words
  fields: PackageField[]
  preview: Preview
  files: { json: string; csv: string; schema: string }
}

export type ReaderInput = Omit<Manifest, 'format' | 'files' | 'generatedAt'> & {
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
  const { controller, collections, language, redactions } = input
  const heading = words.yourData(controller.name)
  const main = [
    `<h1>${both(heading)}</h1><div class="lead">${both(words.lead, 'p')}</div>`,
    `<div class="card">${facts(input)}</div>`,
    contents(input),
    ...collections.map((collection, index) => section(collection, index, redactions)),
    notIncluded(redactions),
    besides(input),
    `<footer class="small">${both(words.check, 'p')}<p><a href="manifest.json">manifest.json</a> · <a href="manifest.jws">manifest.jws</a> · <a href="README.txt">README.txt</a></p></footer>`,
  ]
  return page({
    language,
    title: `${heading[language]} · ${input.reference}`,
    brand: controller.name,
    main: main.join('\n'),
  })
}

function facts({ reference, right, generated, controller }: ReaderInput): string {
  return `<dl class="facts">${[
    entry(words.reference, `<span class="mono">${escapeHtml(reference)}</span>`),
    entry(words.right, both(rightWords[right])),
    entry(words.made, both(generated)),
    entry(words.contact, escapeHtml(controller.contact)),
    entry(words.dpo, escapeHtml(controller.dpo)),
  ].join('')}</dl>`
}

function contents({ collections, redactions, trail }: ReaderInput): string {
  const link = (to: string, name: string, aside: string) =>
    `<li><a href="#${to}"><span>${name}</span><i class="small">${aside}</i></a></li>`
  const items = collections.map(({ source, label, preview }, index) =>
    link(
      anchor(index),
      `${both(label)} <span class="soft small">${escapeHtml(title(source))}</span>`,
      both(words.records(preview.total)),
    ),
  )
  const more = [
    ...(redactions.length > 0 ? [link('not-included', both(words.redacted), '')] : []),
    ...(trail === null ? [] : [link('trail', both(words.trail), '')]),
  ]
  return `<nav class="card"><h2>${both(words.contents)}</h2><ul class="contents">${[...items, ...more].join('')}</ul></nav>`
}

function section(collection: ReaderCollection, index: number, redactions: readonly ManifestRedaction[]): string {
  const { preview, files } = collection
  const held = redactions.filter((each) => isOf(each, collection))
  const heading = `<section id="${anchor(index)}"><h3>${escapeHtml(title(collection.source))}</h3><h2>${both(collection.label, 'bdi')} <span class="soft small">${both(words.records(preview.total))}</span></h2>${why(collection, held)}`
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

const isOf = (redaction: ManifestRedaction, { source, collection }: ReaderCollection) =>
  redaction.source === source && redaction.collection === collection

function why({ fields }: ReaderCollection, redactions: readonly ManifestRedaction[]): string {
  const list = (pick: (field: PackageField) => string) =>
    escapeHtml(unique(fields.map(pick)).filter(Boolean).join('; '))
  const kinds = unique(fields.flatMap(({ categories }) => categories)).map(categoryWords)
  const named = { id: unique(kinds.map(({ id }) => id)).join(', '), en: unique(kinds.map(({ en }) => en)).join(', ') }
  return `<dl class="why">${[
    entry(
      words.purpose,
      list(({ purpose }) => purpose),
    ),
    entry(words.basis, bases(fields)),
    entry(
      words.retention,
      list(({ retention }) => retention),
    ),
    entry(words.category, both(named)),
    redactions.length === 0 ? '' : entry(words.redacted, held(redactions)),
  ].join('')}</dl>`
}

/** A legal basis in words; what is no code was never recorded. */
const basis = (code: string): Words => (code in basisWords ? basisWords[code as LegalBasis] : words.notRecorded)

function bases(fields: readonly PackageField[]): string {
  const named = unique(fields.map((field) => field.basis)).map(basis)
  return both({ id: named.map(({ id }) => id).join('; '), en: named.map(({ en }) => en).join('; ') })
}

const held = (redactions: readonly ManifestRedaction[]): string =>
  redactions
    .map(
      (each) =>
        `${both(redactionWords(each))}${each.explanation ? ` – <bdi>${escapeHtml(each.explanation)}</bdi>` : ''}`,
    )
    .join('<br>')

function notIncluded(redactions: readonly ManifestRedaction[]): string {
  if (redactions.length === 0) return ''
  const groups = Map.groupBy(redactions, ({ source, collection }) => JSON.stringify([source, collection]))
  const cards = [...groups.values()].map(
    (group) =>
      `<li><h3>${group[0] ? both(group[0].label) : ''} · ${escapeHtml(title(group[0]?.source ?? ''))}</h3>${held(group)}</li>`,
  )
  return `<section id="not-included"><h2>${both(words.redacted)}</h2><p class="soft">${both(words.redactedLead)}</p><ol class="records">${cards.join('')}</ol></section>`
}

const shown = (cell: Cell): string => {
  if (cell === null) return '<span class="empty">–</span>'
  if (cell.held) return `<span class="held">▇▇ ${both(reasonWords[cell.held])}</span>`
  return `<bdi>${escapeHtml(cell.text)}</bdi>${cell.cut ? both(words.cut) : ''}`
}

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
