import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'

import { transact } from '#data/db.ts'
import { ensureSigningKey } from '#data/signing-keys/ensure.ts'
import { connectSource } from '#data/sources/connect.ts'
import { newController } from '#data/test-controller.ts'
import { createShop } from '#prisma/demo/shop.ts'
import { now } from './now.ts'
import type { Servers } from './servers.ts'

export type World = Awaited<ReturnType<typeof newController>> & { slug: string; shopUrl: string }

/** One controller with a small shop of its own, in a database that only it knows. */
export async function openWorld(
  servers: Servers,
  { people, orders }: { people: number; orders: number },
): Promise<World> {
  await ensureSigningKey(now())
  const slug = 'toko'
  const controller = await newController({ slug, cancelWindowMinutes: 0 })
  const { system, controllerId } = controller
  const facts = { name: 'PT Kurir', kind: 'processor', contact: 'privasi@kurir.example', region: 'ID' }
  await transact(system, (tx) => tx.recipient.create({ data: { ...facts, controllerId } }))
  const shop = 'shop'
  const source = await servers.openSource()
  const connection = await createShop(source.superuserUrl('postgres'), { people, orders, database: shop, role: 'shop' })
  const yaml = await readFile(new URL('../../prisma/demo/shop.dataset.yml', import.meta.url), 'utf8')
  const known = { id: randomUUID(), key: 'shop', name: 'Toko', kind: 'postgres', region: 'ID' } as const
  await connectSource(system, { ...known, backupDays: 30, connection, yaml }, now())
  return { ...controller, slug, shopUrl: source.superuserUrl(shop) }
}
