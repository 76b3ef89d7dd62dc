import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { Temporal } from 'temporal-polyfill'
import { deriveKey } from '#crypto/master-key.ts'
import { hashPassword } from '#crypto/password.ts'
import { atTheDoor, transact, withoutScope } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { createControllerKeys } from '#data/keys/controller-keys.ts'
import { masterKey } from '#data/master-key.ts'
import { ensureSigningKey } from '#data/signing-keys/ensure.ts'
import { connectSource } from '#data/sources/connect.ts'
import { reconnectSource } from '#data/sources/reconnect.ts'
import { createUser } from '#data/users/create.ts'
import type { Actor, StaffRole } from '#domain/actor.ts'
import { controllerUser, customer, DEMO_PASSWORD, operator, recipients, SHOP_KEY, team } from './demo/cast.ts'
import { createShop } from './demo/shop.ts'
import type { Colleagues } from './history.ts'

const OPENED_DAYS_AGO = 60
const BACKUP_DAYS = 35

const findUserId = (email: string): Promise<string | undefined> =>
  atTheDoor(async (tx) => (await tx.user.findUnique({ where: { email }, select: { id: true } }))?.id)

async function ensureController(facts: typeof customer, openedAt: Temporal.Instant): Promise<Actor> {
  const { slug } = facts
  const before = await withoutScope((tx) => tx.controller.findUnique({ where: { slug }, select: { id: true } }))
  const controllerId = before?.id ?? randomUUID()
  const actor = { kind: 'system', controllerId, job: 'demo-seed' } as const
  if (before) return actor
  await transact(actor, async (tx) => {
    await tx.controller.create({ data: { ...facts, id: controllerId, createdAt: toDate(openedAt) } })
    await createControllerKeys(tx, controllerId)
  })
  return actor
}

const ensureRecipients = (actor: Actor, openedAt: Temporal.Instant): Promise<void> =>
  transact(actor, async (tx) => {
    const { controllerId } = actor
    if ((await tx.recipient.count({ where: { controllerId } })) > 0) return
    const shop = await tx.source.findUniqueOrThrow({ where: { controllerId_key: { controllerId, key: SHOP_KEY } } })
    for (const recipient of recipients) {
      const { id: recipientId } = await tx.recipient.create({
        data: { ...recipient, controllerId, createdAt: toDate(openedAt) },
      })
      await tx.recipientSource.create({ data: { controllerId, recipientId, sourceId: shop.id } })
    }
  })

/** The shop's role has a password that follows from the master key, so that it is written down nowhere. */
function shopPassword(): string {
  return Buffer.from(deriveKey(masterKey().key, 'demo-shop')).toString('base64url')
}

async function ensureShop(actor: Actor, ownerUrl: string, openedAt: Temporal.Instant): Promise<string> {
  const connection = await createShop(ownerUrl, { password: shopPassword() })
  if (await reconnectSource(actor, { key: SHOP_KEY, connection })) return connection.url
  const yaml = await readFile(new URL('./demo/shop.dataset.yml', import.meta.url), 'utf8')
  const facts = { id: randomUUID(), key: SHOP_KEY, name: 'Toko daring', kind: 'postgres', region: 'ID' } as const
  await connectSource(actor, { ...facts, backupDays: BACKUP_DAYS, connection, yaml }, openedAt)
  return connection.url
}

async function ensureTeam(employer: Actor, memberOf: Actor, openedAt: Temporal.Instant): Promise<Colleagues> {
  const { controllerId } = employer
  const controllerIds = [memberOf.controllerId]
  const ensure = async (person: { email: string; name: string; role: StaffRole }) => {
    const before = await findUserId(person.email)
    if (before) return before
    const made = await createUser(employer, { ...person, password: DEMO_PASSWORD, controllerIds }, openedAt)
    if (!made.ok) throw new Error(made.reason)
    return made.value.userId
  }
  const staff = async (person: { email: string; name: string; role: StaffRole }) =>
    ({ kind: 'staff', controllerId, userId: await ensure(person), role: person.role, controllerIds }) as const
  await staff(team.deputy)
  await staff(team.auditor)
  await staff(team.admin)
  return { agent: await staff(team.agent), reviewer: await staff(team.reviewer), lead: await staff(team.lead) }
}

/**
 * The demo: two controllers, their people, a shop with its data, and two weeks of requests. What is there already
 * stays; a seed that was cut short is completed.
 * @param ownerUrl a role that may create databases and roles
 */
export async function seed(ownerUrl: string): Promise<void> {
  const now = Temporal.Now.instant()
  const openedAt = now.subtract({ hours: 24 * OPENED_DAYS_AGO })
  const employer = await ensureController(operator, openedAt)
  const shopkeeper = await ensureController(customer, openedAt)
  const shopUrl = await ensureShop(shopkeeper, ownerUrl, openedAt)
  if (await findUserId(controllerUser.email)) return
  await ensureSigningKey(openedAt)
  await ensureRecipients(shopkeeper, openedAt)
  const colleagues = await ensureTeam(employer, shopkeeper, openedAt)
  const { writeHistory } = await import('./history.ts') // all jobs hang on it: most starts need none of them
  await writeHistory({ employer, shopkeeper, colleagues, shopUrl, now })
  const passwordHash = await hashPassword(DEMO_PASSWORD)
  const account = {
    ...controllerUser,
    controllerId: shopkeeper.controllerId,
    passwordHash,
    createdAt: toDate(openedAt),
  }
  await transact(shopkeeper, (tx) => tx.user.create({ data: account }))
}
