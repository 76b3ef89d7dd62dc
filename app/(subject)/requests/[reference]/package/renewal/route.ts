import { z } from 'zod'
import { handle } from '#app/_server/handle.ts'
import { downloaderOf, signInForRequest } from '#app/_server/subject.ts'
import { renewPackage } from '#data/packages/renew.ts'

export const { GET, POST } = handle({
  actor: downloaderOf,
  signIn: signInForRequest,
  input: z.strictObject({}),
  verb: renewPackage,
  refusals: {
    fresh_code_needed: 403,
    no_package: 404,
    package_not_ended: 409,
    package_being_renewed: 409,
    no_renewals_left: 409,
    package_gone: 410,
  },
  page: ({ reference }) => `/requests/${reference}`,
  done: (_, { reference }) => ({ location: `/requests/${reference}` }),
})
