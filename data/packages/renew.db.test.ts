import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { eight, later, newRequest } from '#data/codes/test-request.ts'
import { transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { openRequestKey } from '#data/keys/request-key.ts'
import { NOW, newController } from '#data/test-controller.ts'
import { fireTimer, timersDue } from '#data/timers/fire.ts'
import { vaultPath } from '#data/vault/place.ts'
import { writeSealed } from '#data/vault/write.ts'
import { findPackageMaterial } from './find-material.ts'
import { finishPackage } from './finish.ts'
import { openPackage } from './open-for-download.ts'
import { renewPackage } from './renew.ts'

const DAYS = 24 * 60

/** An answered request, its package, and what ends and builds it. */
async function answered() {
  const test = await newRequest()
  const { system, controllerId, requestId } = test
  const owner = { controllerId, id: requestId }
  const write = async () => {
    const key = await transact(system, (tx) => openRequestKey(tx, owner))
    if (!key) throw new Error('no key')
    const writer = writeSealed(key, owner, 'package')
    writer.stream.write('the whole package')
    return writer.finish()
  }
  const build = async (at: number) =>
    finishPackage(system, { requestId, file: await write(), manifestSha256: '00' }, later(at))
  const fire = async (at: number) => {
    for (const timer of await timersDue(later(at), 100_000))
      if (timer.requestId === requestId) await fireTimer(timer, later(at))
  }
  await transact(system, (tx) => tx.request.update({ where: { id: requestId }, data: { status: 'executing' } }))
  expect(await build(0)).toMatchObject({ ok: true })
  const downloader = { ...test.subject, level: 'download' as const }
  const pack = () =>
    transact(system, (tx) => tx.package.findUniqueOrThrow({ where: { requestId }, include: { file: true } }))
  return { ...test, downloader, build, fire, pack }
}

test('a package that ended is removed, asked for again, built once and collected; the data is kept that much longer', async () => {
  const { downloader, system, requestId, build, fire, pack, events, timers, controllerId } = await answered()
  const first = await pack()
  expect(await renewPackage(downloader, {}, later(14 * DAYS - 1))).toEqual({ ok: false, reason: 'package_not_ended' })
  await fire(14 * DAYS)
  expect((await pack()).file.deletedAt).not.toBeNull()
  expect(existsSync(vaultPath(controllerId, first.fileId))).toBe(false)

  expect(await findPackageMaterial(system, requestId)).toBeNull()
  expect(await renewPackage(downloader, {}, later(20 * DAYS))).toEqual({ ok: true, value: null })
  expect(await openPackage(downloader, {}, later(20 * DAYS))).toEqual({ ok: false, reason: 'package_ended' })
  const shredsAt = (await timers()).filter(({ kind, doneAt }) => kind === 'shred' && !doneAt)
  expect(shredsAt.map(({ dueAt }) => dueAt)).toEqual([toDate(later(50 * DAYS))])

  const built = await eight(() => build(20 * DAYS + 5))
  expect(built.filter(({ ok }) => ok)).toHaveLength(1)
  await fire(20 * DAYS + 10) // the end of the first one is over: it does not touch the second
  expect(await openPackage(downloader, {}, later(33 * DAYS))).toMatchObject({ ok: true })
  expect(await pack()).toMatchObject({ id: first.id, renewals: 1, renewingSince: null, downloads: 1 })
  expect((await events()).filter((type) => type.startsWith('package.'))).toEqual([
    'package.built',
    'package.expiring',
    'package.ended',
    'package.renewed',
    'package.built',
    'package.downloaded',
  ])
  expect((await events()).filter((type) => type === 'request.fulfilled')).toHaveLength(1)
})

test('three times, and of eight at once one', async () => {
  const { downloader, build, fire } = await answered()
  for (const day of [20, 40, 60]) {
    await fire(day * DAYS)
    const asked = await eight(() => renewPackage(downloader, {}, later(day * DAYS)))
    expect(asked.map((result) => (result.ok ? 'ok' : result.reason)).sort()).toEqual(
      ['ok', ...Array.from({ length: 7 }, () => 'package_being_renewed')].sort(),
    )
    expect(await build(day * DAYS + 1)).toMatchObject({ ok: true })
  }
  await fire(80 * DAYS)
  expect(await renewPackage(downloader, {}, later(80 * DAYS))).toEqual({ ok: false, reason: 'no_renewals_left' })
})

test('refuses without a fresh code, once everything was destroyed, and where there is no package', async () => {
  const { downloader, subject, fire } = await answered()
  const after = later(29 * DAYS)
  expect(await renewPackage(subject, {}, after)).toEqual({ ok: false, reason: 'fresh_code_needed' })
  const { controllerId } = await newController()
  expect(await renewPackage({ ...downloader, controllerId }, {}, after)).toEqual({ ok: false, reason: 'no_package' })
  const other = await newRequest()
  expect(await renewPackage({ ...other.subject, level: 'download' }, {}, NOW)).toMatchObject({ reason: 'no_package' })
  await fire(31 * DAYS)
  expect(await renewPackage(downloader, {}, later(31 * DAYS))).toEqual({ ok: false, reason: 'package_gone' })
})
