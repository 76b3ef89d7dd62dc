import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { eight, later, newRequest } from '#data/codes/test-request.ts'
import { transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { openRequestKey } from '#data/keys/request-key.ts'
import { NOW, newController } from '#data/test-controller.ts'
import { recordFile, writeSealed } from '#data/vault/write.ts'
import { openPackage } from './open-for-download.ts'

async function packed() {
  const test = await newRequest()
  const owner = { controllerId: test.controllerId, id: test.requestId }
  const key = await transact(test.system, (tx) => openRequestKey(tx, owner))
  if (!key) throw new Error('no key')
  const writer = writeSealed(key, owner, 'package')
  writer.stream.write('the whole package')
  const file = await writer.finish()
  await transact(test.system, async (tx) => {
    await recordFile(tx, owner, file, NOW)
    await tx.package.create({
      data: {
        controllerId: test.controllerId,
        requestId: test.requestId,
        fileId: file.id,
        manifestSha256: '00',
        createdAt: toDate(NOW),
        expiresAt: toDate(later(60)),
      },
    })
  })
  return { ...test, fileId: file.id, downloader: { ...test.subject, level: 'download' as const } }
}

test('hands the package over and has said so before its first byte', async () => {
  const { downloader, events, reference } = await packed()
  const opened = await openPackage(downloader, {}, later(1))
  if (!opened.ok) throw new Error(opened.reason)
  expect(await events()).toEqual(['request.received', 'package.downloaded'])
  expect(opened.value).toMatchObject({ fileName: `${reference}.zip`, bytes: 17 })
  expect(await text(opened.value.stream)).toBe('the whole package')
})

test('every download is counted, eight at once too', async () => {
  const { downloader, system, requestId, events } = await packed()
  const opened = await eight(() => openPackage(downloader, {}, later(1)))
  for (const download of opened) if (download.ok) download.value.stream.destroy()
  expect(await transact(system, (tx) => tx.package.findUnique({ where: { requestId } }))).toMatchObject({
    downloads: 8,
  })
  expect((await events()).filter((type) => type === 'package.downloaded')).toHaveLength(8)
})

test('refuses without a fresh code, after its end, and when it was deleted', async () => {
  const { subject, downloader, system, fileId, events } = await packed()
  expect(await openPackage(subject, {}, later(1))).toEqual({ ok: false, reason: 'fresh_code_needed' })
  expect(await openPackage(downloader, {}, later(60))).toEqual({ ok: false, reason: 'package_ended' })
  await transact(system, (tx) => tx.vaultFile.update({ where: { id: fileId }, data: { deletedAt: toDate(NOW) } }))
  expect(await openPackage(downloader, {}, later(1))).toEqual({ ok: false, reason: 'package_ended' })
  expect(await events()).toEqual(['request.received'])
})

test('another request has no package, and another controller sees none', async () => {
  const { downloader } = await packed()
  const { subject } = await newRequest()
  expect(await openPackage({ ...subject, level: 'download' }, {}, later(1))).toMatchObject({ reason: 'no_package' })
  const { controllerId } = await newController()
  expect(await openPackage({ ...downloader, controllerId }, {}, later(1))).toMatchObject({ reason: 'no_package' })
})
