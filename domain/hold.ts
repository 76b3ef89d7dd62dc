import { z } from 'zod'
import { type Actor, may } from './actor.ts'
import type { Right, Status } from './request.ts'
import { ok, type Result, refuse } from './result.ts'

export const HOLD_SCOPES = ['request', 'person'] as const

const line = (most: number) => z.string('missing').trim().min(1, 'missing').max(most, 'too_long')
const optional = z
  .string()
  .trim()
  .max(500)
  .transform((text) => (text === '' ? null : text))
  .nullable()
  .default(null)

/** A form on the erasure's preview. `row`: the values of the row's key, separated by commas; empty: every row. */
export const HoldForm = z.strictObject({
  reference: z.string(),
  place: z.string().max(300),
  field: optional,
  row: optional,
  scope: z.enum(HOLD_SCOPES).default('request'),
  basis: line(300),
  reason: line(2_000),
  until: z
    .union([z.literal('').transform(() => null), z.iso.date()])
    .nullable()
    .default(null),
})
export type HoldForm = z.infer<typeof HoldForm>

type Facts = { controllerId: string; right: Right; status: Status }
export type HoldRefusal = 'not_allowed' | 'no_erasure' | 'too_late'

/** A hold is placed by whoever works on the request, as long as nothing has been erased. */
export function decideHold(actor: Actor, { controllerId, right, status }: Facts): Result<null, HoldRefusal> {
  if (!may(actor, 'work_request', controllerId)) return refuse('not_allowed')
  if (right !== 'erasure') return refuse('no_erasure')
  return status === 'reviewing' || status === 'approved' ? ok(null) : refuse('too_late')
}

/** Lifting lets data go for good: a lead decides. */
export const mayLift = (actor: Actor, controllerId: string): boolean => may(actor, 'lift_hold', controllerId)
