import { z } from 'zod'
import { transact } from '#data/db.ts'
import { openControllerKeys } from '#data/keys/controller-keys.ts'
import { openRequestKey } from '#data/keys/request-key.ts'
import type { CollectedInput } from '#data/tasks/finish-collecting.ts'
import { linesOf, readRows } from '#data/vault/row-file.ts'
import type { Actor } from '#domain/actor.ts'
import { type Decision, type FoundAgain, keptDecisions } from '#domain/redaction.ts'
import { redactionHash } from './row-hash.ts'

/** Decisions about rows and single values whose row came again, and which number it has now. */
export type KeptRedaction = { id: string; row: number }

const Known = z.object({ key: z.array(z.string()).default([]), thirdParty: z.boolean() })

/**
 * A source was asked again: which decisions about rows still say which row they mean, by the row's key. Reads what was
 * just found once, and only where something was decided before; nobody decides while a source is being asked.
 */
export async function matchRedactions(
  actor: Actor,
  { taskId, collections }: Pick<CollectedInput, 'taskId' | 'collections'>,
): Promise<KeptRedaction[]> {
  const before = await transact(actor, async (tx) => {
    const decided = await tx.redaction.findMany({ where: { taskId, row: { not: null }, rowHash: { not: null } } })
    const [first] = decided
    if (!first) return null
    const owner = { controllerId: first.controllerId, id: first.requestId }
    const key = await openRequestKey(tx, owner)
    return key && { decided, owner, key, index: (await openControllerKeys(tx, owner.controllerId)).index }
  })
  if (!before) return []
  const { decided, owner, key, index } = before
  const kept: KeptRedaction[] = []
  for (const { collection, file } of collections) {
    const own = decided.filter((each) => each.collection === collection)
    if (own.length === 0) continue
    const wanted = new Set(own.map(({ rowHash }) => rowHash))
    const found = new Map<string, FoundAgain>()
    let row = 0
    const stored = { id: file.id, class: file.class, controllerId: owner.controllerId, requestId: owner.id }
    for await (const block of readRows(key, stored))
      for (const line of linesOf(block)) {
        row += 1
        const { key: rowKey, thirdParty } = Known.parse(JSON.parse(line))
        const hash = redactionHash(index, owner.id, { taskId, collection }, rowKey)
        if (rowKey.length > 0 && wanted.has(hash) && !found.has(hash)) found.set(hash, { row, thirdParty })
      }
    kept.push(
      ...keptDecisions(
        own.map((each) => ({ ...each, decision: each.decision as Decision })),
        found,
      ),
    )
  }
  return kept
}
