import { beginRecompute, recomputeNext } from '#data/clocks/recompute-all.ts'
import { defineJob } from './define.ts'

/** Dates every running request of a controller again, in batches; killed anywhere, the next run goes on from there. */
export const recomputeClocks = defineJob({
  name: 'recompute-clocks',
  on: ['calendar.approved', 'controller.settings_changed'],
  lane: 'swift',
  retry: { attempts: 8, delayMs: 5_000 },
  async run({ controllerId, eventId }, { now, signal }) {
    await beginRecompute({ controllerId, eventId }, now())
    while (await recomputeNext({ controllerId, eventId }, now()))
      if (signal.aborted) throw new Error('stopped between two batches')
  },
})
