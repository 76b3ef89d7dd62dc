import { handle } from '#app/_server/handle.ts'
import { SIGN_IN, staffActor } from '#app/_server/staff.ts'
import { actOnMany } from '#data/requests/act-on-many.ts'
import { writeOutcomes } from '#domain/bulk.ts'
import { queueAddress } from '#domain/queue-view.ts'
import { BulkForm, View } from './bulk-form.ts'

export const { GET, POST } = handle({
  actor: staffActor,
  signIn: SIGN_IN,
  input: BulkForm,
  fromPath: ['view', 'deed'],
  verb: actOnMany,
  refusals: {},
  page: ({ view = '' }) => `/desk/requests?view=${encodeURIComponent(view)}`,
  done: (outcomes, { view, deed = '' }) => ({
    // References and reasons only: an address may be logged by others.
    location: `${queueAddress({ view: View.parse(view) })}&${new URLSearchParams({ deed, ...writeOutcomes(outcomes) })}`,
    json: outcomes,
  }),
})
