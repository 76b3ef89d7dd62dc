import { handle } from '#app/_server/handle.ts'
import { addSource } from '#data/sources/add.ts'
import { NewSource } from '#domain/source/form.ts'
import { byStaff, checkAddress, MOST_MAP_BYTES } from '../on-source.ts'

export const { GET, POST } = handle({
  ...byStaff,
  input: NewSource,
  mostBytes: MOST_MAP_BYTES,
  verb: addSource,
  refusals: { not_found: 404, key_taken: 409, check_running: 409 },
  fields: { key_taken: 'key' },
  page: () => '/desk/sources/new',
  done: ({ sourceId, checkId }) => ({ location: checkAddress(sourceId, checkId) }),
})
