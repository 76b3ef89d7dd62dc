import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { transact } from '#data/db.ts'
import { dropStaleParts } from '#data/parts/drop.ts'
import { env } from '#env'

/** Longer than any run takes from its first file to the row that names it. */
const ORPHAN_AFTER_HOURS = 48
const PAGE = 500

const isId = (name: string): boolean => z.uuid().safeParse(name).success

/**
 * Removes what killed runs left behind: answers that nobody went on from, and sealed files of before two days that no
 * row names. @returns how many of the latter
 */
export async function sweepVault(now: Temporal.Instant): Promise<number> {
  let removed = 0
  for (const controllerId of (await namesIn('')).filter(isId)) {
    await dropStaleParts({ kind: 'system', controllerId, job: 'sweep-vault' }, now)
    const names = await namesIn(controllerId)
    for (let from = 0; from < names.length; from += PAGE)
      removed += await sweepNames(controllerId, names.slice(from, from + PAGE), now)
  }
  return removed
}

async function sweepNames(controllerId: string, names: readonly string[], now: Temporal.Instant): Promise<number> {
  const old = (await Promise.all(names.map((name) => isOld(join(vault(controllerId), name), now)))).flatMap(
    (isLeft, at) => (isLeft ? [names[at] ?? ''] : []),
  )
  if (old.length === 0) return 0
  // Deleted files are gone already; were one still there, its row says that it should not be.
  const kept = await transact({ kind: 'system', controllerId, job: 'sweep-vault' }, (tx) =>
    tx.vaultFile.findMany({ where: { id: { in: old.filter(isId) }, deletedAt: null }, select: { id: true } }),
  )
  const named = new Set(kept.map(({ id }) => id))
  const orphans = old.filter((name) => !named.has(name) && isId(name.replace(/\.part$/, '')))
  await Promise.all(orphans.map((name) => rm(join(vault(controllerId), name), { force: true })))
  return orphans.length
}

const vault = (folder: string) => join(env.DATA_DIR, 'vault', folder)
const namesIn = (folder: string): Promise<string[]> => readdir(vault(folder)).catch(() => [])

/** A file being written was changed a moment ago. One that is gone meanwhile is nobody's. */
async function isOld(path: string, now: Temporal.Instant): Promise<boolean> {
  const changedAt = await stat(path).then(
    ({ mtimeMs }) => Temporal.Instant.fromEpochMilliseconds(Math.floor(mtimeMs)),
    () => null,
  )
  return changedAt !== null && now.since(changedAt).total('hours') > ORPHAN_AFTER_HOURS
}
