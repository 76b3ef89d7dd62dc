import type { CollectionResult, Proof } from './certificate.ts'

type Counts = Pick<CollectionResult, 'found' | 'erased' | 'changed' | 'kept' | 'held'>

/** What became of one collection, read from its counts. */
export function collectionOutcome({ found, erased, changed, kept, held }: Counts): CollectionResult['outcome'] {
  const done = erased + changed
  if (done > 0 && kept + held > 0) return 'partly_kept'
  if (done > 0) return erased > 0 ? 'erased' : 'changed'
  if (kept > 0) return 'kept'
  if (held > 0) return 'held'
  if (found > 0) throw new RangeError('rows were found, but none was erased, changed, kept or held')
  return 'not_found'
}

/** Every row that was found has exactly one fate, and what is said to be gone was read again, or is said to be stated. */
export const isProven = (
  result: Counts & Pick<CollectionResult, 'verifiedGone'>,
  proof: Proof = 'read_again',
): boolean =>
  result.erased + result.changed + result.kept + result.held === result.found &&
  (result.erased + result.changed === 0 || result.verifiedGone || proof === 'stated')
