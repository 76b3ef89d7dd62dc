/** Keys per statement. */
export const CHUNK_KEYS = 5_000

export function* chunks<T>(all: readonly T[], size = CHUNK_KEYS): Generator<readonly T[]> {
  for (let at = 0; at < all.length; at += size) yield all.slice(at, at + size)
}

/** Keys of what is changed in one statement of PostgreSQL: fewer statements read a table less often. */
export const STATEMENT_KEYS = 50_000
