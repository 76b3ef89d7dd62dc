import { handle } from '#app/_server/handle.ts'
import { changeSource } from '#data/sources/change.ts'
import { ChangedSource } from '#domain/source/form.ts'
import { byStaff, sourceAddress } from '../../on-source.ts'

export const { GET, POST } = handle({
  ...byStaff,
  input: ChangedSource,
  fromPath: ['sourceId'],
  verb: changeSource,
  refusals: { not_found: 404, changed_meanwhile: 409, other_kind: 409 },
  page: ({ sourceId = '' }) => sourceAddress(sourceId, 'facts'),
  done: (fields, { sourceId = '' }) => ({
    location: `${sourceAddress(sourceId)}?done=${fields.length > 0 ? 'changed' : 'same'}`,
  }),
})
