import { randomUUID } from 'node:crypto'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { newKey, SealError } from '#crypto/sealing.ts'
import { vaultPath } from './place.ts'
import { linesOf, openRows, readRows, readRowsFrom, writeRows } from './row-file.ts'

const key = newKey()

async function written(lines: Iterable<string>) {
  const owner = { controllerId: randomUUID(), id: randomUUID() }
  const writer = writeRows(key, owner, 'finding')
  for (const line of lines) await writer.write(line)
  const { id, bytes } = await writer.finish()
  const path = vaultPath(owner.controllerId, id)
  return { file: { id, controllerId: owner.controllerId, requestId: owner.id, class: 'finding' }, path, bytes }
}

const rows = (count: number, width = 20) =>
  Array.from({ length: count }, (_, at) => JSON.stringify({ at, name: 'é'.repeat(width) }))

test.each([0, 1, 7, 30_000])('%i rows come back whole, and from anywhere', async (count) => {
  const lines = rows(count)
  const { file, path } = await written(lines)
  expect((await Array.fromAsync(readRows(key, file))).flatMap(linesOf)).toEqual(lines)
  for (const first of [0, 1, count >> 1, count - 3, count - 1, count, count + 50].filter((at) => at >= 0))
    expect(await readRowsFrom(key, file, first, 25), `from ${first}`).toEqual(lines.slice(first, first + 25))
  // Across every border between two blocks.
  expect(await readRowsFrom(key, file, 0, count + 1)).toEqual(lines)
  expect(readFileSync(path).includes('éééé')).toBe(false)
})

test('a row larger than a block is one block', async () => {
  const lines = [...rows(3), ...rows(1, 900_000), ...rows(3)]
  const { file } = await written(lines)
  expect(await readRowsFrom(key, file, 2, 3)).toEqual(lines.slice(2, 5))
})

test('a byte changed, cut off or added anywhere, another file in its place or another key opens nothing', async () => {
  const { file, path } = await written(rows(12_000))
  const sealed = readFileSync(path)
  const all = () => Array.fromAsync(readRows(key, file))
  for (const at of [0, 300, sealed.length >> 1, sealed.length - 30, sealed.length - 8, sealed.length - 1]) {
    writeFileSync(
      path,
      Uint8Array.from(sealed, (byte, index) => (index === at ? byte ^ 1 : byte)),
    )
    await expect(all(), `changed ${at}`).rejects.toThrow(SealError)
  }
  for (const length of [0, 4, 8, 9, 70_000, sealed.length - 8, sealed.length - 1]) {
    writeFileSync(path, sealed.subarray(0, length))
    await expect(all(), `cut to ${length}`).rejects.toThrow(SealError)
  }
  writeFileSync(path, Buffer.concat([sealed, Buffer.from('x')]))
  await expect(all()).rejects.toThrow(SealError)
  const other = await written(rows(12_000))
  copyFileSync(other.path, path)
  await expect(all()).rejects.toThrow(SealError)
  await expect(readRowsFrom(newKey(), other.file, 0, 1)).rejects.toThrow(SealError)
})

test('two blocks swapped do not open', async () => {
  // Of one length, so that only their place tells them apart.
  const { file, path } = await written(
    Array.from({ length: 12_000 }, (_, at) => JSON.stringify({ at: 100_000 + at, name: 'é'.repeat(20) })),
  )
  const sealed = readFileSync(path)
  await using opened = await openRows(key, file)
  const [[first] = [0], [second] = [0], [third] = [0]] = opened.index.blocks
  expect(second - first).toBe(third - second)
  writeFileSync(
    path,
    Buffer.concat([
      ...[sealed.subarray(0, first), sealed.subarray(second, third)],
      ...[sealed.subarray(first, second), sealed.subarray(third)],
    ]),
  )
  await expect(Array.fromAsync(readRows(key, file))).rejects.toThrow(SealError)
})

test('what is discarded leaves nothing', async () => {
  const owner = { controllerId: randomUUID(), id: randomUUID() }
  const writer = writeRows(key, owner, 'finding')
  for (const line of rows(20_000)) await writer.write(line)
  await writer.discard()
  await writeRows(key, owner, 'finding').discard()
})
