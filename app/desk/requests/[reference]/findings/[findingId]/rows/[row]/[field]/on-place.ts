import { z } from 'zod'
import type { Params } from '#app/_server/handle.ts'
import { Reference } from '#app/_server/staff-forms.ts'

/** Which value a page or form is about. */
export const PlacePath = z.strictObject({
  reference: Reference,
  findingId: z.uuid(),
  row: z.coerce.number().int().min(1).max(1_000_000_000),
  field: z.string().min(1).max(128),
})

export const placeAddress = ({ reference = '', findingId = '', row = '', field = '' }: Params): string =>
  `/desk/requests/${[reference, 'findings', findingId, 'rows', row, field].map(encodeURIComponent).join('/')}`
