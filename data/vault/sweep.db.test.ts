import { randomUUID } from 'node:crypto'
import { existsSync, utimesSync, writeFileSync } from 'node:fs'
import { finished } from 'node:stream/promises'
import { expect, test } from 'vitest'
import { newRequest } from '#data/codes/test-request.ts'
import { transact } from '#data/db.ts'
import { openRequestKey } from '#data/keys/request-key.ts'
import { NOW } from '#data/test-controller.ts'
import { vaultPath } from './place.ts'
import { sweepVault } from './sweep.ts'
import { recordFile, writeSealed } from './write.ts'

const LATER = NOW.add({ hours: 49 })
const aged = (path: string) => utimesSync(path, new Date(NOW.epochMilliseconds), new Date(NOW.epochMilliseconds))

async function writer() {
  const { system, controllerId, requestId } = await newRequest()
  const owner = { controllerId, id: requestId }
  const key = await transact(system, (tx) => openRequestKey(tx, owner))
  if (!key) throw new Error('no key')
  return { system, owner, open: () => writeSealed(key, owner, 'finding') }
}

test('what no row names goes after two days; what a row names stays', async () => {
  const { system, owner, open } = await writer()
  const [kept, orphan] = [await open().finish(), await open().finish()]
  await transact(system, (tx) => recordFile(tx, owner, kept, NOW))
  const paths = [kept, orphan].map(({ id }) => vaultPath(owner.controllerId, id))
  const part = `${vaultPath(owner.controllerId, randomUUID())}.part`
  const foreign = vaultPath(owner.controllerId, randomUUID()).replace(/[^/]+$/, 'notes.txt')
  for (const path of [part, foreign]) writeFileSync(path, '')
  for (const path of [...paths, part, foreign]) aged(path)

  expect(await sweepVault(NOW.add({ hours: 47 }))).toBe(0)
  expect(await sweepVault(LATER)).toBeGreaterThanOrEqual(2)
  expect([...paths, part, foreign].map(existsSync)).toEqual([true, false, false, true])
})

test('a file that is being written is left to its writer', async () => {
  const { owner, open } = await writer()
  const file = open()
  file.stream.write('slow')
  await sweepVault(NOW)
  const { id } = await file.finish()
  await finished(file.stream)
  await sweepVault(NOW)
  expect(existsSync(vaultPath(owner.controllerId, id))).toBe(true)
})

test('another controller’s rows keep nothing here', async () => {
  const [mine, theirs] = [await writer(), await writer()]
  const file = await mine.open().finish()
  await transact(mine.system, (tx) => recordFile(tx, mine.owner, file, NOW))
  const copy = vaultPath(theirs.owner.controllerId, file.id)
  writeFileSync(copy, '')
  aged(copy)
  aged(vaultPath(mine.owner.controllerId, file.id))
  await sweepVault(LATER)
  expect([copy, vaultPath(mine.owner.controllerId, file.id)].map(existsSync)).toEqual([false, true])
})
