import { z } from 'zod'
import type { Tx } from '#data/db.ts'
import { openJsonFor } from '#data/keys/request-key.ts'
import type { Decision, Redaction } from '#domain/redaction.ts'

type Found = { controllerId: string; requestId: string; taskId: string; collection: string }

/**
 * What was decided about one collection, with the words that the data subject will read.
 * @param lost asks for those whose row was not found again instead; they hold nothing back
 */
export async function findRedactions(
  tx: Tx,
  key: Uint8Array,
  finding: Found,
  { lost } = { lost: false },
): Promise<Redaction[]> {
  const { controllerId, requestId, taskId, collection } = finding
  const rows = await tx.redaction.findMany({
    where: { taskId, collection, lostAt: lost ? { not: null } : null },
    orderBy: { id: 'asc' },
  })
  const owner = { controllerId, id: requestId }
  // The same words cover everything ticked at once; opened once each they cost little.
  const opened = new Map<string, Promise<string>>()
  const words = (sealed: Uint8Array) => {
    const name = Buffer.from(sealed).toString('base64')
    const note =
      opened.get(name) ?? openJsonFor(key, owner, 'redaction', sealed).then((value) => z.string().parse(value))
    opened.set(name, note)
    return note
  }
  return Promise.all(
    rows.map(async ({ id, row, field, decision, reason, sealedNote }) => ({
      id,
      row,
      field,
      decision: decision as Decision,
      reason,
      note: sealedNote && (await words(sealedNote)),
    })),
  )
}
