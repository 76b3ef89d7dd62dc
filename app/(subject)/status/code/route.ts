import { z } from 'zod'
import { evenly } from '#app/_server/evenly.ts'
import { handle } from '#app/_server/handle.ts'
import { callerOf } from '#app/_server/subject.ts'
import { askCode } from '#data/codes/ask.ts'
import { parseReference } from '#domain/reference.ts'

const FLOOR_MS = 400

const Asked = z.strictObject({
  reference: z
    .string('missing')
    .min(1, 'missing')
    .max(64, 'not_a_reference')
    .transform((typed) => parseReference(typed) ?? '')
    .refine((reference) => reference !== '', 'not_a_reference'),
})

const askCodeEvenly = evenly(FLOOR_MS, askCode)

export const { GET, POST } = handle({
  actor: callerOf,
  input: Asked,
  verb: askCodeEvenly,
  refusals: { too_many_tries: 429 },
  page: () => '/status',
  done: ({ reference }) => ({ location: `/status/${reference}` }),
})
