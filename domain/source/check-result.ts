import { z } from 'zod'

/** What can be wrong between a map and its source. `stops`: a request would not run. The others only want a decision. */
export const PROBLEMS = {
  missing_collection: 'stops',
  may_not_read: 'stops',
  missing_field: 'stops',
  wrong_type: 'stops',
  unclassified_field: 'mend',
  undescribed_collection: 'mend',
  may_not_stop: 'mend',
  cannot_stop: 'mend',
  unfit_stop: 'mend',
  unknown_reference: 'mend',
  no_key: 'note',
  other_type: 'note',
  unreachable: 'note',
  beyond_shared_parent: 'note',
} as const
export type Problem = keyof typeof PROBLEMS

const name = z.string()
const CheckedCollection = z.strictObject({
  name,
  key: z.array(name),
  /** `stop`: whether what ends a purpose can be written; null: nothing stops here */
  rights: z.strictObject({
    read: z.boolean(),
    change: z.boolean(),
    delete: z.boolean(),
    stop: z.boolean().nullable().default(null),
  }),
  /** type by column, as the source names it */
  columns: z.record(name, z.string()),
})
export type CheckedCollection = z.infer<typeof CheckedCollection>

const FoundProblem = z.strictObject({
  collection: name,
  field: name.nullable(),
  problem: z.enum(Object.keys(PROBLEMS) as [Problem, ...Problem[]]),
})
export type FoundProblem = z.infer<typeof FoundProblem>

/** What a check saw: names and types of columns and rights, no data. It is stored as it is. */
export const CheckResult = z.strictObject({
  collections: z.array(CheckedCollection),
  problems: z.array(FoundProblem),
  milliseconds: z.number(),
})
export type CheckResult = z.infer<typeof CheckResult>

export const stopsRequests = ({ problems }: CheckResult): boolean =>
  problems.some(({ problem }) => PROBLEMS[problem] === 'stops')
