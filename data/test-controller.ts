import { randomUUID } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { createControllerKeys } from '#data/keys/controller-keys.ts'
import type { Actor } from '#domain/actor.ts'
import type { Filing } from '#domain/filing.ts'
import type { Prisma } from '#prisma/generated/client.ts'

export const NOW = Temporal.Instant.from('2026-11-20T08:04:00Z')

export const filing = (change: Partial<Filing> = {}): Filing => ({
  right: 'access',
  requesterKind: 'subject',
  email: `someone.${randomUUID()}@example.id`,
  name: 'Siti Wahyuni',
  ...change,
})

/** A controller of its own for each test, and the actors that belong to it. */
export async function newController(change: Partial<Prisma.ControllerCreateInput> = {}) {
  const controllerId = randomUUID()
  const system = { kind: 'system', controllerId, job: 'test' } as const satisfies Actor
  const visitor = { kind: 'visitor', controllerId } as const satisfies Actor
  await transact(system, async (tx) => {
    await tx.controller.create({
      data: {
        id: controllerId,
        slug: `t-${controllerId}`,
        kind: 'customer',
        name: 'Toko Uji',
        contact: 'halo@toko.example',
        dpoName: 'Rani',
        dpoContact: 'dpo@toko.example',
        zone: 'Asia/Jakarta',
        contractDays: 14,
        jurisdictions: ['ID'],
        cancelWindowMinutes: 1,
        lapseDays: 30,
        packageDays: 14,
        createdAt: new Date('2026-01-01T00:00:00Z'),
        ...change,
      },
    })
    await createControllerKeys(tx, controllerId)
  })
  const staff = (role: 'agent' | 'reviewer' | 'lead' | 'auditor' | 'admin', userId: string = randomUUID()) =>
    ({ kind: 'staff', controllerId, userId, role, controllerIds: [] }) as const satisfies Actor
  return { controllerId, system, visitor, staff }
}
