import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { Temporal } from 'temporal-polyfill'

/** The time of a simulation, in a file: every process that reads it lives at the same instant. */
export const readClock = (path: string): Temporal.Instant => Temporal.Instant.from(readFileSync(path, 'utf8'))

export function setClock(path: string, now: Temporal.Instant): void {
  writeFileSync(`${path}.next`, now.toString())
  renameSync(`${path}.next`, path) // whole or not at all
}
