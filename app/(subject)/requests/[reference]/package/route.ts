import { z } from 'zod'
import { fileAnswer } from '#app/_server/file-answer.ts'
import { handle } from '#app/_server/handle.ts'
import { downloaderOf, signInForRequest } from '#app/_server/subject.ts'
import { openPackage } from '#data/packages/open-for-download.ts'

export const { GET, POST } = handle({
  actor: downloaderOf,
  signIn: signInForRequest,
  input: z.strictObject({}),
  verb: openPackage,
  refusals: { fresh_code_needed: 403, no_package: 404, package_ended: 410 },
  page: ({ reference }) => `/requests/${reference}`,
  done: (file) => fileAnswer({ ...file, mediaType: 'application/zip' }),
})
