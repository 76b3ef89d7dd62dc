import { Temporal } from 'temporal-polyfill'
import type { Clock } from './catalogue.ts'
import type { Boundary } from './period.ts'

export type BindingCandidate = {
  kind: Clock['kind']
  dueAt: Temporal.Instant | null
  boundary: Boundary | null
  stopEvent: string | null
  /** When the duty was done; a clock without it, or with null, is open. */
  stoppedAt?: Temporal.Instant | null
}

/** The earliest open deadline that law or contract sets; the acknowledgement, a duty of its own, never counts. */
export function bindingClock<C extends BindingCandidate>(clocks: readonly C[]): C | null {
  const [first = null] = clocks.filter(binds).sort(byDeadline)
  return first
}

/** Every clock that has a deadline, the earliest first. */
export const inOrderOfDeadline = <C extends BindingCandidate>(clocks: readonly C[]): C[] =>
  clocks.filter(({ dueAt }) => dueAt !== null).sort(byDeadline)

const binds = ({ kind, dueAt, boundary, stopEvent, stoppedAt }: BindingCandidate) =>
  (kind === 'statutory' || kind === 'contractual') &&
  dueAt !== null &&
  !stoppedAt &&
  boundary !== 'not_before' &&
  stopEvent !== 'acknowledged'

/** At the same instant the exclusive one ends first. */
function byDeadline(a: BindingCandidate, b: BindingCandidate): number {
  if (a.dueAt === null || b.dueAt === null) return 0
  const order = Temporal.Instant.compare(a.dueAt, b.dueAt)
  return order || Number(b.boundary === 'exclusive') - Number(a.boundary === 'exclusive')
}
