import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BULK_MOST, type BulkOutcome, readOutcomes, writeOutcomes } from './bulk.ts'

const reference = fc.stringMatching(/^HK-[0-9A-Z]{4}-[0-9A-Z]{4}$/)
const outcome = fc.record({ reference, refusal: fc.constantFrom(null, 'same_person', 'not_in_review') })
const sorted = (outcomes: readonly BulkOutcome[]) => outcomes.map((each) => JSON.stringify(each)).sort()

test('outcomes come back from an address as they went, and as many as there can be fit one', () => {
  fc.assert(
    fc.property(fc.array(outcome, { maxLength: BULK_MOST }), (outcomes) => {
      const { done, refused } = writeOutcomes(outcomes)
      expect(sorted(readOutcomes(done, refused))).toEqual(sorted(outcomes))
      expect(done.length + refused.length).toBeLessThan(3_000)
    }),
  )
})

test('an address typed by hand says nothing else', () => {
  expect(readOutcomes('<b>.HK-7K4Q-2MPX.', 'BAD.HK-7K4Q-2MPX,x.y,,same_person.HK-1')).toEqual([
    { reference: 'HK-7K4Q-2MPX', refusal: null },
  ])
})
