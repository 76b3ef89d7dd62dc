import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { keyId } from '#crypto/master-key.ts'
import { newKey, SealError, unwrapKey, wrapKey } from '#crypto/sealing.ts'
import { hashToken } from '#crypto/token.ts'
import { newRequest } from '#data/codes/test-request.ts'
import { transact } from '#data/db.ts'
import { lockDraft, sealDraft } from '#data/drafts/draft.ts'
import { fileRequest } from '#data/requests/file.ts'
import { openTotp, sealTotp } from '#data/sessions/totp-seal.ts'
import { connectSource, openConnection } from '#data/sources/connect.ts'
import { filing, NOW, newController } from '#data/test-controller.ts'
import { openControllerKeys } from './controller-keys.ts'
import { openJsonFor, openRequestKey } from './request-key.ts'
import { rotateControllerKey } from './rotate-controller-key.ts'

type Test = Awaited<ReturnType<typeof newRequest>>

const sealedOf = ({ system, requestId }: Pick<Test, 'system' | 'requestId'>) =>
  transact(system, async (tx) =>
    Buffer.from((await tx.request.findUniqueOrThrow({ where: { id: requestId } })).sealed ?? []),
  )

const nameIn = ({ system, controllerId }: Pick<Test, 'system' | 'controllerId'>, requestId: string) =>
  transact(system, async (tx): Promise<unknown> => {
    const { sealed } = await tx.request.findUniqueOrThrow({ where: { id: requestId } })
    const owner = { controllerId, id: requestId }
    const key = await openRequestKey(tx, owner)
    if (!key || !sealed) throw new Error('nothing to open')
    return ((await openJsonFor(key, owner, 'details', sealed)) as { name: string }).name
  })

const wrappedOf = ({ system, requestId }: Test) =>
  transact(system, async (tx) => (await tx.requestKey.findUniqueOrThrow({ where: { requestId } })).wrapped)

const rotationsOf = ({ system }: Pick<Test, 'system'>) =>
  transact(system, async (tx) =>
    (await tx.event.findMany({ where: { type: { startsWith: 'key.' } }, orderBy: { seq: 'asc' } })).map(
      ({ type, data }) => ({ type, ...(data as object) }),
    ),
  )

test('a controller gets a new key: the data stays as it is and opens, the old key opens nothing', async () => {
  const request = await newRequest()
  const { system, controllerId, requestId } = request
  const before = {
    sealed: await sealedOf(request),
    keys: await transact(system, (tx) => openControllerKeys(tx, controllerId)),
  }
  expect(await rotateControllerKey(system, NOW, 0)).toEqual({ ok: true, value: { resealed: 1 } })

  expect(await sealedOf(request)).toEqual(before.sealed)
  expect(await nameIn(request, requestId)).toBe('Siti Wahyuni')
  const after = await transact(system, (tx) => openControllerKeys(tx, controllerId))
  expect(after.wrapping).not.toEqual(before.keys.wrapping)
  expect(after.index).toEqual(before.keys.index) // contacts are still found
  expect(after.retiring).toBeNull()
  expect(await rotationsOf(request)).toEqual([
    { type: 'key.rotated', key: 'controller', from: keyId(before.keys.wrapping), to: keyId(after.wrapping) },
    { type: 'key.retired', key: 'controller', id: keyId(before.keys.wrapping) },
  ])
  const context = { controllerId, requestId, class: 'request-key' }
  await expect(unwrapKey(before.keys.wrapping, await wrappedOf(request), context)).rejects.toThrow(SealError)
})

test('what the controller’s key seals itself opens afterwards: connections, second factors, drafts', async () => {
  const { system, controllerId } = await newController()
  const [sourceId, userId, draftId, token] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]
  const connection = { url: 'postgres://shop.example/shop' }
  const facts = { key: 'shop', name: 'Shop', kind: 'postgres' as const, region: 'ID', backupDays: 7, yaml: '' }
  await connectSource(system, { id: sourceId, connection, ...facts }, NOW)
  const createdAt = new Date()
  await transact(system, async (tx) => {
    const sealedTotp = await sealTotp(tx, { controllerId, userId }, 'JBSWY3DPEHPK3PXP')
    const email = `${userId}@staff.example`
    await tx.user.create({
      data: { id: userId, controllerId, email, name: 'Rani', role: 'agent', sealedTotp, createdAt },
    })
    const sealed = await sealDraft(tx, controllerId, draftId, { state: 'open', answers: {} })
    const expiresAt = new Date(Date.now() + 60_000)
    await tx.draft.create({ data: { id: draftId, controllerId, tokenHash: hashToken(token), sealed, expiresAt } })
  })
  expect(await rotateControllerKey(system, NOW, 0)).toEqual({ ok: true, value: { resealed: 3 } })
  await transact(system, async (tx) => {
    expect(await openConnection(tx, await tx.source.findUniqueOrThrow({ where: { id: sourceId } }))).toEqual(connection)
    const { sealedTotp } = await tx.user.findUniqueOrThrow({ where: { id: userId } })
    expect(await openTotp(tx, { controllerId, userId }, sealedTotp ?? new Uint8Array())).toBe('JBSWY3DPEHPK3PXP')
    expect((await lockDraft(tx, controllerId, token, new Date()))?.id).toBe(draftId)
  })
})

test('requests filed while eight rotations run at once are not lost', async () => {
  const request = await newRequest()
  const { system, visitor, controllerId, requestId } = request
  const file = () =>
    fileRequest(visitor, { filing: filing(), locale: 'id', channel: 'portal', submissionKey: randomUUID() }, NOW)
  const [filed, rotated] = await Promise.all([
    Promise.all(Array.from({ length: 24 }, file)),
    Promise.all(Array.from({ length: 8 }, () => rotateControllerKey(system, NOW, 0))),
  ])
  expect(rotated.every(({ ok }) => ok)).toBe(true)
  for (const result of filed) {
    if (!result.ok) throw new Error(result.reason)
    expect(await nameIn({ system, controllerId }, result.value.id)).toBe('Siti Wahyuni')
  }
  expect(await nameIn(request, requestId)).toBe('Siti Wahyuni')
}, 60_000)

test('whoever still holds the old key is waited for', async () => {
  const { system, controllerId } = await newController()
  const requestId = randomUUID()
  const isRead = Promise.withResolvers<void>()
  const slow = transact(system, async (tx) => {
    const { wrapping } = await openControllerKeys(tx, controllerId)
    isRead.resolve()
    await setTimeout(1_500)
    const wrapped = await wrapKey(wrapping, newKey(), { controllerId, requestId, class: 'request-key' })
    await tx.requestKey.create({ data: { requestId, controllerId, wrapped, createdAt: new Date() } })
  })
  await isRead.promise
  const [, rotated] = await Promise.all([slow, rotateControllerKey(system, NOW, 0)])
  expect(rotated).toEqual({ ok: true, value: { resealed: 1 } })
  const key = await transact(system, (tx) => openRequestKey(tx, { controllerId, id: requestId }))
  expect(key).toHaveLength(32)
})

test('killed midway, everything opens and work goes on; run again, it ends', async () => {
  const request = await newRequest()
  const { system, controllerId, requestId } = request
  const keysIn = () => transact(system, (tx) => tx.requestKey.findMany({ orderBy: { requestId: 'asc' } }))
  const { wrapping: old } = await transact(system, (tx) => openControllerKeys(tx, controllerId))
  const data = await Promise.all(
    Array.from({ length: 900 }, async () => {
      const id = randomUUID()
      const wrapped = await wrapKey(old, newKey(), { controllerId, requestId: id, class: 'request-key' })
      return { requestId: id, controllerId, wrapped, createdAt: new Date() }
    }),
  )
  await transact(system, (tx) => tx.requestKey.createMany({ data }))
  const [first, ...rest] = await keysIn()
  const last = rest.at(-1)
  const isAt = async (key: typeof first, place: Awaited<ReturnType<typeof keysIn>>) =>
    place.find((other) => other.requestId === key?.requestId)?.wrapped.join() === key?.wrapped.join()

  const command = ['--import', 'tsx', 'cli/hakku.ts', 'keys', 'rotate-controller', controllerId]
  const rotation = spawn(process.execPath, command, { stdio: 'ignore' })
  const ended = once(rotation, 'exit')
  while (rotation.exitCode === null && (await isAt(first, await keysIn()))) await setTimeout(5)
  rotation.kill('SIGKILL')
  expect((await ended)[1]).toBe('SIGKILL')
  expect(await isAt(last, await keysIn())).toBe(true) // the last page is still under the old key

  await transact(system, async (tx) => {
    for (const { requestId: id } of data) expect(await openRequestKey(tx, { controllerId, id })).toHaveLength(32)
  })
  expect(await nameIn(request, requestId)).toBe('Siti Wahyuni')
  const filed = await newRequest({}, request)

  const again = await rotateControllerKey(system, NOW, 0)
  expect(again.ok && again.value.resealed > 0 && again.value.resealed < data.length).toBe(true)
  expect((await rotationsOf(request)).map(({ type }) => type)).toEqual(['key.rotated', 'key.retired'])
  const { retiring } = await transact(system, (tx) => openControllerKeys(tx, controllerId))
  expect(retiring).toBeNull()
  for (const { requestId: id } of [request, filed]) expect(await nameIn(request, id)).toBe('Siti Wahyuni')
  const context = (id: string) => ({ controllerId, requestId: id, class: 'request-key' })
  for (const { requestId: id, wrapped } of await keysIn())
    await expect(unwrapKey(old, wrapped, context(id))).rejects.toThrow(SealError)
}, 60_000)

test('another controller’s keys are out of reach', async () => {
  const [mine, theirs] = [await newRequest(), await newRequest()]
  const wrapped = await wrappedOf(theirs)
  await rotateControllerKey(mine.system, NOW, 0)
  expect(await wrappedOf(theirs)).toEqual(wrapped)
  expect(await rotateControllerKey({ kind: 'system', controllerId: randomUUID(), job: 'test' }, NOW, 0)).toEqual({
    ok: false,
    reason: 'not_found',
  })
})
