import { handle } from '#app/_server/handle.ts'
import { endRecipient } from '#data/recipients/change.ts'
import { EndedRecipient } from '#domain/recipient.ts'
import { byStaff } from '../../../on-source.ts'
import { recipientAddress } from '../../on-recipient.ts'

export const { GET, POST } = handle({
  ...byStaff,
  input: EndedRecipient,
  fromPath: ['recipientId'],
  verb: endRecipient,
  refusals: { not_found: 404, already_ended: 409, changed_meanwhile: 409 },
  page: recipientAddress,
  done: (_, params) => ({ location: `${recipientAddress(params)}?done=ended` }),
})
