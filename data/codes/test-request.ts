import { randomUUID } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { openJsonFor, openRequestKey } from '#data/keys/request-key.ts'
import { fileRequest } from '#data/requests/file.ts'
import { filing, NOW, newController } from '#data/test-controller.ts'
import type { Filing } from '#domain/filing.ts'

type Test = Awaited<ReturnType<typeof newController>>

/** A filed request, and what tests ask of it. Each test comes from a network address of its own. */
export async function newRequest(change: Partial<Filing> = {}, controller?: Test) {
  const test = controller ?? (await newController())
  const { controllerId, system } = test
  const stated = filing(change)
  const filed = await fileRequest(
    test.visitor,
    { filing: stated, locale: 'id', channel: 'portal', submissionKey: randomUUID() },
    NOW,
  )
  if (!filed.ok) throw new Error(filed.reason)
  const { id: requestId, reference } = filed.value
  const subject = { kind: 'subject', controllerId, requestId, level: 'status' } as const
  return {
    ...test,
    requestId,
    reference,
    email: stated.email,
    subject,
    address: randomUUID(),
    /** the newest code, as its mail would say it */
    code: () =>
      transact(system, async (tx): Promise<string> => {
        const row = await tx.code.findFirstOrThrow({ where: { requestId }, orderBy: { createdAt: 'desc' } })
        const owner = { controllerId, id: requestId }
        const key = await openRequestKey(tx, owner)
        if (!key || !row.sealedCode) throw new Error('no code to read')
        return String(await openJsonFor(key, owner, 'code', row.sealedCode))
      }),
    request: () => transact(system, (tx) => tx.request.findUniqueOrThrow({ where: { id: requestId } })),
    codes: () => transact(system, (tx) => tx.code.findMany({ where: { requestId }, orderBy: { createdAt: 'asc' } })),
    clocks: () => transact(system, (tx) => tx.clock.findMany({ where: { requestId } })),
    timers: () => transact(system, (tx) => tx.timer.findMany({ where: { requestId } })),
    events: async () =>
      (await transact(system, (tx) => tx.event.findMany({ where: { requestId }, orderBy: { seq: 'asc' } }))).map(
        ({ type }) => type,
      ),
  }
}

export const later = (minutes: number): Temporal.Instant => NOW.add({ minutes })
export const eight = <T>(fn: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: 8 }, (_, index) => fn(index)))
