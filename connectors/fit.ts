import type { SourceProblem } from './contract.ts'

const STOPS: readonly SourceProblem['problem'][] = ['missing_collection', 'may_not_read', 'missing_field', 'wrong_type']

/** A map that does not fit the source would leave data behind and call it done: nothing is read until it is mended. */
export const stopsReading = ({ problem }: SourceProblem): boolean => STOPS.includes(problem)
