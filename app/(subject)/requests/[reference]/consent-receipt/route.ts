import { z } from 'zod'
import { fileAnswer } from '#app/_server/file-answer.ts'
import { handle } from '#app/_server/handle.ts'
import { downloaderOf, signInForRequest } from '#app/_server/subject.ts'
import { openReceipt } from '#data/receipts/open-for-download.ts'

export const { GET, POST } = handle({
  actor: downloaderOf,
  signIn: signInForRequest,
  input: z.strictObject({}),
  verb: openReceipt,
  refusals: { fresh_code_needed: 403, no_receipt: 404 },
  page: ({ reference }) => `/requests/${reference}`,
  done: (file) => fileAnswer({ ...file, mediaType: 'application/json' }),
})
