import type { SigningKey } from '#crypto/signing.ts'
import { logPosition } from '#data/audit/log-position.ts'
import { transact } from '#data/db.ts'
import { openSigningKey } from '#data/signing-keys/open.ts'
import type { Actor } from '#domain/actor.ts'
import type { RectificationStatement } from '#domain/certificate/rectification.ts'
import type { Controller, Request } from '#prisma/generated/client.ts'
import { findRows, resultOf } from './list.ts'

export type StatementMaterial = {
  request: Request
  controller: Controller
  operator: Controller
  results: RectificationStatement['results']
  appliedAt: Date
  recipients: { name: string; instructedAt: Date }[]
  log: RectificationStatement['log']
  signingKey: SigningKey
}

/** @returns null when it is not time: something is still open, the event is not sealed, or it was issued */
export const findStatementMaterial = (
  actor: Actor,
  { requestId, eventId }: { requestId: string; eventId: string },
): Promise<StatementMaterial | null> =>
  transact(actor, async (tx) => {
    const request = await tx.request.findUniqueOrThrow({
      where: { id: requestId },
      include: {
        controller: true,
        statements: { select: { id: true } },
        instructions: { include: { recipient: true }, orderBy: { recipient: { name: 'asc' } } },
      },
    })
    const { controller, statements, instructions } = request
    const rows = await findRows(tx, requestId)
    const log = await logPosition(tx, request.controllerId, eventId)
    const isOpen = rows.length === 0 || rows.some(({ state }) => state !== 'done')
    if (request.right !== 'rectification' || request.status !== 'executing' || statements.length > 0 || isOpen || !log)
      return null
    const done = rows.map(({ doneAt }) => doneAt?.getTime() ?? 0)
    return {
      request,
      controller,
      operator:
        (await tx.controller.findFirst({ where: { kind: 'operator' }, orderBy: { createdAt: 'asc' } })) ?? controller,
      results: rows.map(resultOf),
      appliedAt: new Date(Math.max(...done)),
      recipients: instructions.map(({ recipient, instructedAt }) => ({ name: recipient.name, instructedAt })),
      log,
      signingKey: await openSigningKey(tx),
    }
  })
