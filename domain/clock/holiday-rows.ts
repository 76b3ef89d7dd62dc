import { type Ok, ok } from '../result.ts'

export type ListFaultReason =
  | 'too_large'
  | 'too_many_days'
  | 'year_out_of_range'
  | 'not_json'
  | 'not_a_list'
  | 'column_unknown'
  | 'column_twice'
  | 'column_missing'
  | 'cell_missing'
  | 'quote_open'
  | 'list_empty'
  | 'not_a_date'
  | 'other_year'
  | 'name_malformed'
  | 'kind_unknown'
  | 'weekday_wrong'
  | 'day_twice'
  | 'day_contradictory'
/** `line`: of the CSV file, or the place in the JSON list, from 1; 0 for the list as a whole. */
export type ListFault = { line: number; field: string; reason: ListFaultReason }

export type Row = { line: number; cells: Readonly<Record<string, string>> }
type Rows = Ok<Row[]> | { ok: false; faults: ListFault[] }

const COLUMNS = ['date', 'name', 'kind', 'weekday']
const NEEDED = ['date', 'name']
const BYTE_ORDER_MARK = /^\uFEFF/

/** The rows of a list as cells of text, whatever it was written in: JSON when it starts like JSON, otherwise CSV. */
export function readRows(text: string): Rows {
  const bare = text.replace(BYTE_ORDER_MARK, '')
  return /^\s*[[{]/.test(bare) ? readJson(bare) : readCsv(bare)
}

const refused = (line: number, field: string, reason: ListFaultReason): Rows => ({
  ok: false,
  faults: [{ line, field, reason }],
})

function readJson(text: string): Rows {
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch {
    return refused(0, 'list', 'not_json')
  }
  const list = isRecord(raw) ? raw['days'] : raw
  if (!Array.isArray(list)) return refused(0, 'days', 'not_a_list')
  const rows: Row[] = []
  for (const [index, entry] of list.entries()) {
    if (!isRecord(entry)) return refused(index + 1, 'days', 'not_a_list')
    const unknown = Object.keys(entry).find((key) => !COLUMNS.includes(key))
    if (unknown !== undefined) return refused(index + 1, unknown.slice(0, 40), 'column_unknown')
    const cells = Object.entries(entry).map(([key, value]) => [key, typeof value === 'string' ? value.trim() : ''])
    rows.push({ line: index + 1, cells: Object.fromEntries(cells) })
  }
  return ok(rows)
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function readCsv(text: string): Rows {
  const lines = text.split(/\r\n|\n|\r/).map((line, index) => ({ line: index + 1, text: line }))
  const [head, ...body] = lines.filter((line) => line.text.trim() !== '')
  if (!head) return ok([])
  const separator = head.text.includes(';') ? ';' : ','
  const columns = (splitLine(head.text, separator) ?? []).map((name) => name.toLowerCase())
  const unknown = columns.find((name) => !COLUMNS.includes(name))
  if (unknown !== undefined) return refused(head.line, unknown.slice(0, 40), 'column_unknown')
  const twice = columns.find((name, index) => columns.indexOf(name) !== index)
  if (twice !== undefined) return refused(head.line, twice, 'column_twice')
  const missing = NEEDED.find((name) => !columns.includes(name))
  if (missing !== undefined) return refused(head.line, missing, 'column_missing')

  const rows: Row[] = []
  for (const { line, text: row } of body) {
    const cells = splitLine(row, separator)
    if (!cells) return refused(line, 'list', 'quote_open')
    if (cells.length !== columns.length) return refused(line, columns[cells.length] ?? 'list', 'cell_missing')
    rows.push({ line, cells: Object.fromEntries(columns.map((name, index) => [name, cells[index] ?? ''])) })
  }
  return ok(rows)
}

/** The cells of one line (RFC 4180 without line breaks inside a cell); null when a quote stays open. */
function splitLine(line: string, separator: string): string[] | null {
  const cells: string[] = []
  let rest = line
  for (;;) {
    const quoted = /^\s*"((?:[^"]|"")*)"\s*/.exec(rest)
    if (!quoted && /^\s*"/.test(rest)) return null
    const end = quoted ? quoted[0].length : nextSeparator(rest, separator)
    cells.push((quoted ? (quoted[1] ?? '').replaceAll('""', '"') : rest.slice(0, end)).trim())
    if (end >= rest.length) return cells
    if (!rest.startsWith(separator, end)) return null
    rest = rest.slice(end + 1)
  }
}

function nextSeparator(text: string, separator: string): number {
  const at = text.indexOf(separator)
  return at === -1 ? text.length : at
}
