import { z } from 'zod'
import { handle } from '#app/_server/handle.ts'
import { SIGN_IN, staffActor } from '#app/_server/staff.ts'
import { type Assigned, assignRequests } from '#data/requests/assign.ts'
import { QUEUE_PAGE, QUEUE_VIEWS, type QueueView, queueAddress } from '#domain/queue-view.ts'

const Pick = z.stringFormat('pick', /^pick-HK-[0-9A-Z]{4}-[0-9A-Z]{4}$/)

/** One field a ticked row, because a field may come only once: `pick-HK-7K4Q-2MPX=on`. */
const BulkAssignment = z
  .object({ view: z.enum(QUEUE_VIEWS), userId: z.union([z.uuid(), z.literal('none')], 'choose_one') })
  .catchall(z.literal('on'))
  .transform(({ view, userId, ...picked }) => ({ view, userId: userId === 'none' ? null : userId, picked }))
  .pipe(
    z.object({
      view: z.enum(QUEUE_VIEWS),
      userId: z.uuid().nullable(),
      picked: z.record(Pick, z.literal('on')).refine((picked) => isSome(Object.keys(picked)), 'choose_some'),
    }),
  )
  .transform(({ view, userId, picked }) => ({
    view,
    userId,
    references: Object.keys(picked).map((name) => name.slice('pick-'.length)),
  }))

const isSome = (names: readonly string[]) => names.length > 0 && names.length <= QUEUE_PAGE

/** References and reasons only: an address may be logged by others. */
function outcome(view: QueueView, assigned: readonly Assigned[]): string {
  const refused = assigned.flatMap(({ reference, refusal }) => (refusal ? [`${reference}.${refusal}`] : []))
  return `${queueAddress({ view })}&assigned=${assigned.length - refused.length}&refused=${refused.join(',')}`
}

export const POST = handle({
  actor: staffActor,
  signIn: SIGN_IN,
  input: BulkAssignment,
  fromPath: ['view'],
  verb: assignRequests,
  refusals: {},
  page: ({ view = '' }) => `/desk/requests?view=${encodeURIComponent(view)}`,
  done: (assigned, _, { view }) => ({ location: outcome(view, assigned), json: assigned }),
})
