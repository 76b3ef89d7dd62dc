import { rm } from 'node:fs/promises'
import type { Temporal } from 'temporal-polyfill'
import type { Tx } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import type { CollectedInput } from '#data/tasks/finish-collecting.ts'
import { vaultPath } from './place.ts'

/** Removes the files of a run that came second. */
export async function removeUnrecorded(
  controllerId: string,
  { collections, plan }: Pick<CollectedInput, 'collections' | 'plan'>,
): Promise<void> {
  const ids = [...collections.map(({ file }) => file.id), ...(plan ? [plan.id] : [])]
  await Promise.all(ids.map((id) => rm(vaultPath(controllerId, id), { force: true })))
}

/** Removes one file; its row stays and says when. */
export async function removeFile(
  tx: Tx,
  file: { controllerId: string; id: string },
  now: Temporal.Instant,
): Promise<void> {
  await rm(vaultPath(file.controllerId, file.id), { force: true })
  await tx.vaultFile.updateMany({ where: { id: file.id, deletedAt: null }, data: { deletedAt: toDate(now) } })
}

/** Removes every file of a request; its rows stay and say when. */
export async function removeFiles(
  tx: Tx,
  owner: { controllerId: string; id: string },
  now: Temporal.Instant,
): Promise<void> {
  const files = await tx.vaultFile.findMany({ where: { requestId: owner.id, deletedAt: null } })
  await Promise.all(files.map((file) => rm(vaultPath(owner.controllerId, file.id), { force: true })))
  await tx.vaultFile.updateMany({ where: { requestId: owner.id, deletedAt: null }, data: { deletedAt: toDate(now) } })
}
