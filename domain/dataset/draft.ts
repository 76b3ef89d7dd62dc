import { type Guess, guessColumn } from './guess.ts'

/** A live schema as a source reports it. `samples` stay inside: a draft never repeats a value. */
export type LiveColumnDraft = {
  name: string
  /** null: no type of the format fits; it is left out. */
  dataType: string | null
  samples: readonly string[]
  /** What stands inside it, of a source that has such a thing. */
  fields?: readonly LiveColumnDraft[]
}
export type LiveTableDraft = { name: string; columns: readonly LiveColumnDraft[]; key: readonly string[] }
export type LiveLink = { child: string; childField: string; parent: string; parentField: string }
export type LiveSchema = { schema: string; tables: readonly LiveTableDraft[]; links: readonly LiveLink[] }

/**
 * A first dataset file from a live schema. Keys, types and foreign keys are facts; what was inferred from names or
 * samples is marked `guess` on its line, for a person to confirm. The text is read again by `readDataset` as it is.
 */
export function draftDataset(key: string, live: LiveSchema): string {
  const guessed = guessedLinks(live)
  const collections = live.tables.flatMap((table) => [
    `      - name: ${word(table.name)}`,
    ...(table.columns.length === 0 ? ['        fields: []'] : ['        fields:']),
    ...table.columns.flatMap((column) => fieldLines(key, live, guessed, table, column)),
  ])
  return [
    `# Drafted from the live schema. A line that says “guess” was inferred from names or from the form of values:`,
    `# confirm or correct it, then run: hakku source check. A table that holds nobody’s data may be skipped with`,
    `# fides_meta: { skip_processing: true }, or named under hakku_meta.ignored of the dataset instead.`,
    'dataset:',
    `  - fides_key: ${word(key)}`,
    `    fides_meta: { namespace: { schema: ${word(live.schema)} } }`,
    '    collections:',
    ...collections,
    '',
  ].join('\n')
}

const of = (links: readonly LiveLink[], table: string, column: string): readonly LiveLink[] =>
  links.filter(({ child, childField }) => child === table && childField === column)

function fieldLines(
  key: string,
  live: LiveSchema,
  guessed: readonly LiveLink[],
  table: LiveTableDraft,
  column: LiveColumnDraft,
): string[] {
  const known = of(live.links, table.name, column.name)
  const named = known.length > 0 ? [] : of(guessed, table.name, column.name)
  const links = [...known, ...named]
  const guess = links.length > 0 || column.fields ? null : guessColumn(table.name, column.name, column.samples)
  const meta = [
    ...(guess?.identity ? [`identity: ${guess.identity}`] : []),
    ...(table.key.includes(column.name) ? ['primary_key: true'] : []),
    ...(column.dataType ? [`data_type: ${word(column.dataType)}`] : []),
    ...(links.length > 0 ? [`references: [${links.map((link) => reference(key, link)).join(', ')}]`] : []),
  ]
  const why = [
    ...(guess?.identity ? [`identity, from ${from(guess)}`] : []),
    ...(named.length > 0 ? ['reference, from the name'] : []),
  ]
  return [
    `          - name: ${word(column.name)}`,
    `            data_categories: [${guess?.category ?? 'system.operations'}] # guess${guess ? `, from ${from(guess)}` : ''}`,
    ...(meta.length > 0
      ? [`            fides_meta: { ${meta.join(', ')} }${why.length > 0 ? ` # guess: ${why.join('; ')}` : ''}`]
      : []),
    ...innerLines(table.name, column, '            '),
  ]
}

/** Fields inside a field. One in a list may be anybody's: it is not guessed to say who the person is. */
function innerLines(
  owner: string,
  { name, dataType, fields }: LiveColumnDraft,
  indent: string,
  inList = false,
): string[] {
  if (!fields || fields.length === 0) return []
  const within = `${owner}_${name}`
  const ofMany = inList || dataType?.endsWith('[]') === true
  return [
    `${indent}fields:`,
    ...fields.flatMap((field) => {
      const guess = field.fields ? null : guessColumn(within, field.name, field.samples)
      const identity = ofMany ? undefined : guess?.identity
      const meta = [
        ...(identity ? [`identity: ${identity}`] : []),
        ...(field.dataType ? [`data_type: ${word(field.dataType)}`] : []),
      ]
      return [
        `${indent}  - name: ${word(field.name)}`,
        `${indent}    data_categories: [${guess?.category ?? 'system.operations'}] # guess${guess ? `, from ${from(guess)}` : ''}`,
        ...(meta.length > 0
          ? [
              `${indent}    fides_meta: { ${meta.join(', ')} }${identity && guess ? ` # guess: identity, from ${from(guess)}` : ''}`,
            ]
          : []),
        ...innerLines(within, field, `${indent}    `, ofMany),
      ]
    }),
  ]
}

const from = ({ why }: Guess): string => (why === 'name' ? 'the name' : 'the form of its values')
const reference = (dataset: string, { parent, parentField }: LiveLink): string =>
  `{ dataset: ${word(dataset)}, field: ${word(`${parent}.${parentField}`)} }`

/** Plain where YAML cannot read it as anything else, else quoted as JSON. */
const word = (text: string): string =>
  /^[a-z_][\w.]*$/i.test(text) && !/^(null|true|false|yes|no|on|off|y|n)$/i.test(text) ? text : JSON.stringify(text)

/** `billing_address_id` names `billing_address`, else `address`, in one of its forms, when that table has one key of the same type. */
function guessedLinks({ tables }: LiveSchema): LiveLink[] {
  const byName = new Map(tables.map((table) => [table.name.toLowerCase(), table]))
  return tables.flatMap((table) =>
    table.columns.flatMap((column): LiveLink[] => {
      const stem = /^(.+?)_?id$/i.exec(column.name)?.[1]?.toLowerCase()
      const parent = formsOf(stem)
        .map((form) => byName.get(form))
        .find((found) => found !== undefined)
      const [parentField, ...more] = parent?.key ?? []
      const type = parent?.columns.find(({ name }) => name === parentField)?.dataType
      if (!parent || parentField === undefined || more.length > 0 || type !== column.dataType) return []
      if (parent === table && table.key.includes(column.name)) return []
      return [{ child: table.name, childField: column.name, parent: parent.name, parentField }]
    }),
  )
}

function formsOf(stem: string | undefined): string[] {
  const words = stem?.split('_') ?? []
  return words
    .map((_word, index) => words.slice(index).join('_'))
    .flatMap((name) => [name, `${name}s`, `${name}es`, name.replace(/y$/, 'ies')])
}
