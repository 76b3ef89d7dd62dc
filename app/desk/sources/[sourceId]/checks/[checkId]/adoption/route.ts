import { handle } from '#app/_server/handle.ts'
import { mapSource } from '#data/sources/map.ts'
import { OnCheck } from '#domain/source/form.ts'
import { byStaff, checkAddress, sourceAddress } from '../../../../on-source.ts'

export const { GET, POST } = handle({
  ...byStaff,
  input: OnCheck,
  fromPath: ['sourceId', 'checkId'],
  verb: mapSource,
  refusals: { not_found: 404, not_checked: 409, map_does_not_fit: 409, changed_meanwhile: 409, dataset_key_taken: 409 },
  page: ({ sourceId = '', checkId = '' }) => checkAddress(sourceId, checkId),
  done: (_, { sourceId = '' }) => ({ location: `${sourceAddress(sourceId)}?done=mapped` }),
})
