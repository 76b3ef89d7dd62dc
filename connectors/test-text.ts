import type { FoundRow } from './traverse.ts'

/** A found row's JSON. */
export function textOf(row: Pick<FoundRow, 'write'> | undefined): string {
  let all = ''
  const text = (piece: string) => {
    all += piece
  }
  row?.write({ text, copy: (bytes, from, to) => text(bytes.toString('utf8', from, to)) })
  return all
}
