import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { transact } from '#data/db.ts'
import { NOW, newController } from '#data/test-controller.ts'
import { addressOf } from '#domain/connection.ts'
import { connectSource, openConnection } from './connect.ts'
import { reconnectSource } from './reconnect.ts'

const at = (port: number) => ({ url: `postgres://shop:secret@127.0.0.1:${port}/shop` })

async function connected() {
  const { system, controllerId } = await newController()
  const source = { id: randomUUID(), key: 'shop', name: 'Shop', kind: 'postgres' as const, region: 'ID', backupDays: 1 }
  await connectSource(system, { ...source, connection: at(1), yaml: '' }, NOW)
  const read = () =>
    transact(system, async (tx) => {
      const row = await tx.source.findUniqueOrThrow({ where: { id: source.id } })
      return {
        url: addressOf(await openConnection(tx, row)),
        sealed: Buffer.from(row.sealedConnection).toString('base64'),
      }
    })
  return { system, controllerId, read }
}

test('a source is reached at its new address', async () => {
  const { system, read } = await connected()
  expect(await reconnectSource(system, { key: 'shop', connection: at(2) })).toBe(true)
  expect((await read()).url).toBe(at(2).url)
})

test('the same address changes nothing, not even the seal', async () => {
  const { system, read } = await connected()
  const before = await read()
  await reconnectSource(system, { key: 'shop', connection: at(1) })
  expect(await read()).toEqual(before)
})

test('another controller cannot move it', async () => {
  const { read } = await connected()
  const stranger = await newController()
  expect(await reconnectSource(stranger.system, { key: 'shop', connection: at(3) })).toBe(false)
  expect((await read()).url).toBe(at(1).url)
})
