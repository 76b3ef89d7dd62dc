import { handle } from '#app/_server/handle.ts'
import { registerRecipient } from '#data/recipients/register.ts'
import { NewRecipient } from '#domain/recipient.ts'
import { byStaff } from '../../on-source.ts'
import { RECIPIENTS } from '../on-recipient.ts'

export const { GET, POST } = handle({
  ...byStaff,
  input: NewRecipient,
  verb: registerRecipient,
  refusals: { not_found: 404, already_registered: 409 },
  fields: { already_registered: 'name' },
  page: () => RECIPIENTS,
  done: (_, __, { controllerId }) => ({ location: `${RECIPIENTS}?controller=${controllerId}&done=registered` }),
})
