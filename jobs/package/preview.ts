import type { RedactionReason } from '#domain/redaction.ts'
import { showable, written } from './csv.ts'
import { isMark } from './held-back.ts'
import type { Json } from './value.ts'

const mostRows = 100
const mostCharacters = 150_000
const longestCell = 1_000

/** Null: the value is null. `cut`: there is more of it in the file. `held`: why it is not in the package. */
export type Cell = { text: string; cut: boolean; held?: RedactionReason } | null
export type Preview = { rows: Cell[][]; total: number }

/** Keeps the first rows for the reader, whatever their size, in bounded memory. */
export function startPreview() {
  const rows: Cell[][] = []
  let total = 0
  let characters = 0
  const isFull = () => rows.length >= mostRows || characters >= mostCharacters
  return {
    isFull,
    /** A row that comes after those that are shown. */
    pass() {
      total += 1
    },
    add(row: Json[]) {
      total += 1
      if (isFull()) return
      const cells = row.map(cell)
      characters += cells.reduce((sum, each) => sum + (each?.text.length ?? 0), 0)
      rows.push(cells)
    },
    finish: (): Preview => ({ rows, total }),
  }
}

function cell(json: Json): Cell {
  if (json === null) return null
  if (isMark(json)) return { text: '', cut: false, held: json.redacted }
  const text = readable(json)
  return text.length > longestCell ? { text: text.slice(0, longestCell), cut: true } : { text, cut: false }
}

/** For the eye: a moment without its T, an object as lines. The files keep the exact form. */
function readable(json: Json): string {
  if (typeof json === 'object') return outline(json, '')
  if (typeof json !== 'string') return written(json)
  return written(json.slice(0, longestCell + 1)).replace(moment, (_, day, time, zone: string) =>
    `${day} ${time} ${zone === 'Z' ? 'UTC' : zone}`.trim(),
  )
}

const moment = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)?$/

function outline(json: Json, indent: string): string {
  if (json === null || typeof json !== 'object') return written(json)
  return Object.entries(json)
    .map(([name, value]) => {
      const label = Array.isArray(json) ? '•' : `${showable(name)}:`
      const nested = value !== null && typeof value === 'object'
      return `${indent}${label}${nested ? '\n' : ' '}${outline(value, `${indent}  `)}`
    })
    .join('\n')
}
