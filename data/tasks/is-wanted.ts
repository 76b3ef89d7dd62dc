import { transact } from '#data/db.ts'
import type { Actor } from '#domain/actor.ts'
import type { Status } from '#domain/request.ts'
import { isTimeFor } from './claim.ts'

/** Whether what a task finds or does still counts: not once its request was withdrawn or refused meanwhile. */
export const isWanted = (actor: Actor, taskId: string): Promise<boolean> =>
  transact(actor, async (tx) => {
    const task = await tx.task.findUniqueOrThrow({ where: { id: taskId }, include: { request: true } })
    return isTimeFor(task, task.request.status as Status)
  })
