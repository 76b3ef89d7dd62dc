import type { Temporal } from 'temporal-polyfill'
import { atTheDoor, transact } from '#data/db.ts'
import { STAFF_ROLES, type StaffRole } from '#domain/actor.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import { env } from '#env'
import { findAtTheDoor } from './door.ts'
import { openSession, type SignedIn } from './open.ts'

/** The seed's own people have addresses here, which nobody can own. */
const DEMO_DOMAIN = '@demo.hakku.example'

export type DemoPerson = { userId: string; name: string; role: StaffRole; controllerName: string }

/** @returns nobody unless this is a demo */
export async function demoPeople(): Promise<DemoPerson[]> {
  if (env.HAKKU_ENV !== 'demo') return []
  return atTheDoor(async (tx) => {
    const users = await tx.user.findMany({
      where: { email: { endsWith: DEMO_DOMAIN }, status: 'active', role: { in: [...STAFF_ROLES] } },
      include: { controller: { select: { name: true } } },
      orderBy: { createdAt: 'asc' },
      take: 20,
    })
    return users.map(({ id, name, role, controller }) => ({
      userId: id,
      name,
      role: role as StaffRole,
      controllerName: controller.name,
    }))
  })
}

/** Signs in without any secret: for a demo on one's own machine, refused everywhere else. */
export async function signInAsDemoPerson(
  { userId, previousToken }: { userId: string; previousToken: string | null },
  now: Temporal.Instant,
): Promise<Result<SignedIn, 'demo_only'>> {
  if (env.HAKKU_ENV !== 'demo') return refuse('demo_only')
  const knocking = await findAtTheDoor({ id: userId })
  if (!knocking?.email.endsWith(DEMO_DOMAIN)) return refuse('demo_only')
  return ok(await transact(knocking.actor, (tx) => openSession(tx, knocking.actor, previousToken, now)))
}
