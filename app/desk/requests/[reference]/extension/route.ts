import { handle } from '#app/_server/handle.ts'
import { onRequest, Pinned } from '#app/_server/staff-forms.ts'
import { extendClock } from '#data/clocks/extend.ts'
import { ExtensionWords } from '#domain/extension.ts'

export const { GET, POST } = handle({
  ...onRequest('review', 'extended'),
  input: Pinned.extend(ExtensionWords.shape),
  fromPath: ['reference'],
  verb: extendClock,
  refusals: {
    not_found: 404,
    not_allowed: 403,
    already_closed: 409,
    unknown_clock: 422,
    clock_not_extendable: 409,
    clock_not_running: 409,
    already_extended: 409,
    extension_too_late: 409,
    changed_meanwhile: 409,
  },
  fields: {
    unknown_clock: 'clockId',
    clock_not_extendable: 'clockId',
    clock_not_running: 'clockId',
    already_extended: 'clockId',
    extension_too_late: 'clockId',
  },
})
