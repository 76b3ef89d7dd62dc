import type { Tx } from '#data/db.ts'

/**
 * Nobody waits for an answer any more: the request ended, or its task was given up. Whoever was asked hears nothing
 * further, and an answer that still comes is turned away. Its caller records why.
 */
export async function cancelInquiries(tx: Tx, of: { requestId: string } | { taskId: string }): Promise<void> {
  const where = 'taskId' in of ? { taskId: of.taskId } : { requestId: of.requestId }
  await tx.inquiry.updateMany({ where: { ...where, state: 'asked' }, data: { state: 'cancelled', askAgainAt: null } })
}
