import { QUEUE_PAGE } from './queue-view.ts'

/** What can be done to many requests at once, as the nouns of its addresses. */
export const BULK_DEEDS = ['assignments', 'submissions', 'approvals', 'returns', 'extensions'] as const
export type BulkDeed = (typeof BULK_DEEDS)[number]

/** The most at once: two pages of the queue. */
export const BULK_MOST = 2 * QUEUE_PAGE

export type BulkOutcome = { reference: string; refusal: string | null }

/** Outcomes as an address can hold them: references, and reasons with theirs; `same_person.HK-…,not_found.HK-…`. */
export function writeOutcomes(outcomes: readonly BulkOutcome[]): { done: string; refused: string } {
  const refused = Map.groupBy(
    outcomes.filter(({ refusal }) => refusal !== null),
    ({ refusal }) => refusal ?? '',
  )
  return {
    done: outcomes.flatMap(({ reference, refusal }) => (refusal === null ? [reference] : [])).join('.'),
    refused: [...refused].map(([reason, of]) => [reason, ...of.map(({ reference }) => reference)].join('.')).join(','),
  }
}

const REFERENCE = /^HK-[0-9A-Z]{4}-[0-9A-Z]{4}$/

/** Reads them back; an address typed by hand says nothing that is not a reference or a reason. */
export function readOutcomes(done: string, refused: string): BulkOutcome[] {
  const references = (list: readonly string[]) => list.filter((each) => REFERENCE.test(each)).slice(0, BULK_MOST)
  return [
    ...references(done.split('.')).map((reference) => ({ reference, refusal: null })),
    ...refused.split(',').flatMap((group) => {
      const [reason = '', ...of] = group.split('.')
      return /^[a-z_]{1,40}$/.test(reason) ? references(of).map((reference) => ({ reference, refusal: reason })) : []
    }),
  ]
}
