import { written } from './csv.ts'
import type { Json } from './value.ts'

const mostRows = 100
const mostCharacters = 150_000
const longestCell = 1_000

/** Null: the value is null. `cut`: there is more of it in the file. */
export type Cell = { text: string; cut: boolean } | null
export type Preview = { rows: Cell[][]; total: number }

/** Keeps the first rows for the reader, whatever their size, in bounded memory. */
export function startPreview() {
  const rows: Cell[][] = []
  let total = 0
  let characters = 0
  return {
    add(row: Json[]) {
      total += 1
      if (rows.length >= mostRows || characters >= mostCharacters) return
      const cells = row.map(cell)
      characters += cells.reduce((sum, each) => sum + (each?.text.length ?? 0), 0)
      rows.push(cells)
    },
    finish: (): Preview => ({ rows, total }),
  }
}

function cell(json: Json): Cell {
  if (json === null) return null
  const start = typeof json === 'string' ? json.slice(0, longestCell + 1) : json
  const text = written(start)
  return text.length > longestCell ? { text: text.slice(0, longestCell), cut: true } : { text, cut: false }
}
