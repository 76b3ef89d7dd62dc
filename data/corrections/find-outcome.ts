import { type Tx, transact } from '#data/db.ts'
import type { Actor } from '#domain/actor.ts'
import type { RectificationStatement } from '#domain/certificate/rectification.ts'
import { findRows, resultOf } from './list.ts'

export type CorrectionResult = RectificationStatement['results'][number]

/** What became of each field, by its label. Nothing before everything is done. */
export async function resultsOf(tx: Tx, requestId: string): Promise<CorrectionResult[]> {
  const isStated = await tx.statement.findUnique({ where: { requestId }, select: { id: true } })
  return isStated ? (await findRows(tx, requestId)).map(resultOf) : []
}

/** For the mail: what became of each field, and who else was told. */
export const findCorrectionOutcome = (actor: Actor, requestId: string) =>
  transact(actor, async (tx) => {
    const told = await tx.instruction.findMany({ where: { requestId }, include: { recipient: true } })
    return { results: await resultsOf(tx, requestId), recipients: told.map(({ recipient }) => recipient.name).sort() }
  })

/** The signed statement itself, for its subject. */
export const findStatement = (actor: Extract<Actor, { kind: 'subject' }>): Promise<string | null> =>
  transact(actor, async (tx) => {
    const found = await tx.statement.findUnique({ where: { requestId: actor.requestId }, select: { jws: true } })
    return found?.jws ?? null
  })
