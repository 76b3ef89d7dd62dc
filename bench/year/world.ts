import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import pg from 'pg'
import { transact } from '#data/db.ts'
import { ensureSigningKey } from '#data/signing-keys/ensure.ts'
import { connectSource } from '#data/sources/connect.ts'
import { newController } from '#data/test-controller.ts'
import { createUser } from '#data/users/create.ts'
import { createShop } from '#prisma/demo/shop.ts'
import { CONTROLLERS, type Settings, START } from './plan.ts'

export type Tenant = Awaited<ReturnType<typeof openTenant>>
export type World = { dataDir: string; tenants: Tenant[]; people: string[] }

async function openTenant({ jurisdictions, ...settings }: Settings, shopUrl: string, yaml: string) {
  const controller = await newController({ ...settings, jurisdictions, cancelWindowMinutes: 90 })
  const { controllerId, system } = controller
  const facts = { name: 'PT Kurir', kind: 'processor', contact: 'privasi@kurir.example', region: 'ID' }
  await transact(system, (tx) => tx.recipient.create({ data: { ...facts, controllerId } }))
  const source = { id: randomUUID(), key: 'shop', name: 'Toko', kind: 'postgres', region: 'ID' } as const
  await connectSource(system, { ...source, backupDays: 30, connection: { url: shopUrl }, yaml }, START)
  const join = async <Role extends 'agent' | 'reviewer' | 'lead'>(role: Role) => {
    const person = { email: `${role}.${controllerId}@team.example`, name: 'Tim', role, password: null }
    const made = await createUser(system, { ...person, controllerIds: [] }, START)
    if (!made.ok) throw new Error(made.reason)
    return controller.staff(role, made.value.userId)
  }
  return { ...controller, agent: await join('agent'), reviewer: await join('reviewer'), lead: await join('lead') }
}

/** One shop, and in each zone and under each law a controller that keeps its people in it. */
export async function openWorld(superuserUrl: string, dataDir: string, people: number): Promise<World> {
  await ensureSigningKey(START)
  const database = `shop_${randomUUID().slice(0, 8)}`
  const shop = await createShop(superuserUrl, { people: people + 40, orders: people, database, role: database })
  const yaml = await readFile(new URL('../../prisma/demo/shop.dataset.yml', import.meta.url), 'utf8')
  const tenants: Tenant[] = []
  for (const settings of CONTROLLERS) tenants.push(await openTenant(settings, shop.url, yaml))
  const client = new pg.Client(shop.url)
  await client.connect()
  const { rows } = await client.query<{ email: string }>(
    'select email from customers where email is not null order by id desc',
  )
  await client.end()
  return { dataDir, tenants, people: rows.map(({ email }) => email) }
}
