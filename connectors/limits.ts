/** What every connection to a source is bounded by. */
export type Limits = {
  connectTimeoutMs: number
  /** A statement; where rows are streamed, the time until the next one. */
  statementTimeoutMs: number
  /** A transaction that waits this long for our side (back-pressure) is ended by the server, where it can. */
  idleTimeoutMs: number
  rows: number
  connections: number
}

export const LIMITS: Limits = {
  connectTimeoutMs: 10_000,
  statementTimeoutMs: 60_000,
  idleTimeoutMs: 600_000,
  rows: 20_000_000,
  connections: 4,
}
