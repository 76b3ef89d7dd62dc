import type { Temporal } from 'temporal-polyfill'
import { hashToken } from '#crypto/token.ts'
import { atTheDoor } from '#data/db.ts'
import { toDate, toInstant } from '#data/instant.ts'
import { type StaffActor, toStaffActor } from '#data/users/find-colleague.ts'
import { isLive } from '#domain/session-rules.ts'

export type SignedInStaff = { actor: StaffActor; name: string }

const NOTE_EVERY_SECONDS = 30

/** Who holds this token now: asked on every request, so that an ended session or a changed role counts at once. */
export const findSession = (token: string, now: Temporal.Instant): Promise<SignedInStaff | null> =>
  atTheDoor(async (tx) => {
    const session = await tx.session.findUnique({
      where: { tokenHash: hashToken(token) },
      include: { user: { include: { memberships: true } } },
    })
    if (!session) return null
    const { seenAt, expiresAt, revokedAt, user } = session
    const times = {
      seenAt: toInstant(seenAt),
      expiresAt: toInstant(expiresAt),
      revokedAt: revokedAt && toInstant(revokedAt),
    }
    const actor = toStaffActor(user)
    if (!actor || !isLive(times, now)) return null
    if (now.since(times.seenAt).total('seconds') >= NOTE_EVERY_SECONDS)
      await tx.session.updateMany({ where: { id: session.id, seenAt }, data: { seenAt: toDate(now) } })
    return { actor, name: user.name }
  })
