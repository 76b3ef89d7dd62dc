import { z } from 'zod'
import type { Params } from '#app/_server/handle.ts'
import { SIGN_IN, staffActor } from '#app/_server/staff.ts'
import { Reference } from '#app/_server/staff-forms.ts'

export const FINDING_DONE = ['decided', 'undone'] as const

export const PageNumber = z.coerce.number().int().min(1).max(1_000_000).catch(1)

/** The page of rows that a form was sent from. */
const pageAddress = ({ reference = '', findingId = '', page }: Params) =>
  `/desk/requests/${encodeURIComponent(reference)}/findings/${encodeURIComponent(findingId)}?page=${PageNumber.parse(page)}`

/** What every form about a finding's rows has in common. */
export const onFinding = (done: (typeof FINDING_DONE)[number]) => ({
  actor: staffActor,
  signIn: SIGN_IN,
  page: pageAddress,
  done: (_: unknown, params: Params) => ({ location: `${pageAddress(params)}&done=${done}` }),
})

export const findingPath = { reference: Reference, findingId: z.uuid() }
