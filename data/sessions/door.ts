import { atTheDoor } from '#data/db.ts'
import { type StaffActor, toStaffActor } from '#data/users/find-colleague.ts'
import type { Prisma } from '#prisma/generated/client.ts'

/** Somebody who knocks: found before anybody's controller is known. */
export type Knocking = {
  actor: StaffActor
  email: string
  passwordHash: string | null
  sealedTotp: Uint8Array | null
  totpLastStep: bigint | null
}

/** @returns null for nobody, a closed account, or somebody who is not staff */
export const findAtTheDoor = (where: { email: string } | { id: string }): Promise<Knocking | null> =>
  atTheDoor(async (tx) => {
    const user = await tx.user.findUnique({
      where: where as Prisma.UserWhereUniqueInput,
      include: { memberships: true },
    })
    const actor = user && toStaffActor(user)
    if (!user || !actor) return null
    const { email, passwordHash, sealedTotp, totpLastStep } = user
    return { actor, email, passwordHash, sealedTotp, totpLastStep }
  })
