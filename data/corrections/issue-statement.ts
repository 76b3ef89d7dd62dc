import { createHash } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import { type Tx, transact } from '#data/db.ts'
import { fulfil } from '#data/execution/fulfil.ts'
import { toDate, toIso } from '#data/instant.ts'
import { openRequestKey } from '#data/keys/request-key.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import type { Request } from '#prisma/generated/client.ts'
import { keepDispute } from './dispute.ts'
import { findRows } from './list.ts'
import { openCorrection } from './load.ts'

type IssueInput = { requestId: string; id: string; jws: string; kid: string }

/** Issues the one statement of a rectification, keeps what is disputed beside the data, and closes the request. */
export const issueStatement = (
  actor: Actor,
  { requestId, id, jws, kid }: IssueInput,
  now: Temporal.Instant,
): Promise<Result<null, 'issued_already'>> =>
  transact(actor, async (tx) => {
    await tx.$queryRaw`select id::text from request where id = ${requestId}::uuid for update`
    const request = await tx.request.findUniqueOrThrow({
      where: { id: requestId },
      include: { statements: { select: { id: true } } },
    })
    if (request.statements.length > 0 || request.status !== 'executing') return refuse('issued_already')
    const about = { controllerId: request.controllerId, requestId }
    const notes = await keepDisputes(tx, request, now)
    await tx.statement.create({ data: { id, ...about, jws, kid, issuedAt: toDate(now) } })
    const jwsSha256 = createHash('sha256').update(jws).digest('hex')
    await record(tx, actor, about, { type: 'statement.issued', statementId: id, kid, jwsSha256 }, now)
    await fulfil(tx, actor, request, notes, now)
    return ok(null)
  })

/** @returns how many values were not replaced */
async function keepDisputes(tx: Tx, request: Request, now: Temporal.Instant): Promise<number> {
  const key = await openRequestKey(tx, request)
  const notes = (await findRows(tx, request.id)).filter(({ way }) => way === 'note')
  for (const note of notes) {
    if (note.inSource || !key) continue
    const { statement } = await openCorrection(key, request, note)
    const { collection, field, task } = note
    await keepDispute(tx, request, { source: task.source.key, collection, field, statement, since: toIso(now) }, now)
  }
  return notes.length
}
