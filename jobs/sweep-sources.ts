import { SourceFault } from '#connectors/contract.ts'
import { claimDueSource, type DueSource, hastenChecks, recordDueCheck, sourcesDue } from '#data/sources/due.ts'
import type { Looked } from '#data/sources/record-check.ts'
import { defineJob, defineSchedule, type JobContext } from './define.ts'
import { checkSource } from './sources/look.ts'
import { sweepDue } from './sweep-due.ts'

/** Compares every source with its map, spread over the day, so that what changed there is known before a request runs. */
export const sweepSources = defineSchedule({
  name: 'sweep-sources',
  everyMs: 30_000,
  lane: 'swift',
  retry: { attempts: 1, delayMs: 0 },
  run: (context) => sweepDue(context, sourcesDue, (source) => lookAtDue(source, context)),
})

/** Compares one source that is due with its map; of several at once, one looks. */
export async function lookAtDue({ id, controllerId }: DueSource, context: JobContext): Promise<void> {
  const { now, signal } = context
  const actor = { kind: 'system', controllerId, job: 'sweep-sources' } as const
  const source = await claimDueSource(actor, id, now())
  if (!source) return
  const looked = await checkSource(source, context).then(
    (check): Looked => ({ check }),
    (error: unknown): Looked => {
      if (signal.aborted || !(error instanceof SourceFault)) throw error
      return { fault: error.kind }
    },
  )
  await recordDueCheck(actor, id, { ...looked, version: source.version }, now())
}

/** The sources are about to be asked: those not looked at lately are compared with their maps at once. */
export const hastenSourceChecks = defineJob({
  name: 'hasten-source-checks',
  on: ['collecting.started'],
  lane: 'swift',
  retry: { attempts: 3, delayMs: 1_000 },
  run: ({ controllerId }, { now }) =>
    hastenChecks({ kind: 'system', controllerId, job: 'hasten-source-checks' }, now()),
})
