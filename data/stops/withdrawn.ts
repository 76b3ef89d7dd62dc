import type { Tx } from '#data/db.ts'
import { openJsonFor, openRequestKey } from '#data/keys/request-key.ts'
import { knownDatasets } from '#data/sources/known-dataset.ts'
import type { Purpose } from '#domain/dataset/dataset.ts'
import { RequestDetails } from '#domain/filing.ts'
import { ALL_PURPOSES, withdrawnOf } from '#domain/stop.ts'

/** Which of its purposes a source was asked to stop, and whether the person wrote something besides. */
export async function withdrawnAt(
  tx: Tx,
  { taskId }: { taskId: string },
): Promise<{ purposes: Purpose[]; hasWords: boolean }> {
  const { dataset, request } = await tx.task.findUniqueOrThrow({
    where: { id: taskId },
    include: { dataset: true, request: true },
  })
  const key = await openRequestKey(tx, request)
  if (!key || !request.sealed) return { purposes: [], hasWords: false }
  const details = RequestDetails.parse(await openJsonFor(key, request, 'details', request.sealed))
  const chosen = details.purposes?.length ? details.purposes : [ALL_PURPOSES]
  return {
    purposes: knownDatasets(dataset).flatMap(({ purposes }) => withdrawnOf(chosen, purposes)),
    hasWords: (details.details ?? '') !== '',
  }
}
