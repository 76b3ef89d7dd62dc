import type { Temporal } from 'temporal-polyfill'
import { toInstant } from '#data/instant.ts'

/** A clock as its subject sees it. */
export type ShownClock = {
  clockId: string
  kind: string
  startAt: Temporal.Instant
  dueAt: Temporal.Instant
  dueLocalDate: string | null
  state: string
}

export const CLOCK_COLUMNS = {
  clockId: true,
  kind: true,
  startAt: true,
  dueAt: true,
  dueLocalDate: true,
  state: true,
} as const

export const shownClock = ({
  startAt,
  dueAt,
  ...clock
}: Omit<ShownClock, 'startAt' | 'dueAt'> & { startAt: Date; dueAt: Date }): ShownClock => ({
  ...clock,
  startAt: toInstant(startAt),
  dueAt: toInstant(dueAt),
})
