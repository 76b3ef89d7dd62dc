import { expect, test } from 'vitest'
import { eight, newRequest } from '#data/codes/test-request.ts'
import { transact } from '#data/db.ts'
import { openJsonFor, openRequestKey } from '#data/keys/request-key.ts'
import { NOW } from '#data/test-controller.ts'
import { RequestDetails } from '#domain/filing.ts'
import { eraseAfterWithdrawal } from './follow-up.ts'

async function withdrawn(status = 'fulfilled') {
  const request = await newRequest({ right: 'consent_withdrawal', purposes: ['iklan'], details: 'Saya Siti.' })
  const { requestId, system } = request
  await transact(system, (tx) => tx.request.update({ where: { id: requestId }, data: { status } }))
  const next = () => transact(system, (tx) => tx.request.findMany({ where: { followsId: requestId } }))
  return { ...request, next }
}

test('eight presses are one erasure: linked, for the same purposes, on the ground of the withdrawal, with its own clocks', async () => {
  const { subject, next, system, controllerId, events } = await withdrawn()
  const answers = await eight(() => eraseAfterWithdrawal(subject, { details: 'Hapus semua.' }, NOW))
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  expect(answers.filter((each) => !each.ok && each.reason === 'followed_already')).toHaveLength(7)
  const [erasure, ...more] = await next()
  expect(more).toEqual([])
  expect(erasure).toMatchObject({ right: 'erasure', erasureGround: 'consent_withdrawn', status: 'collecting' })
  expect(erasure?.verifiedAt).not.toBeNull()
  expect(erasure?.previousId).toBeNull()
  const details = await transact(system, async (tx) => {
    const owner = { controllerId, id: erasure?.id ?? '' }
    const key = await openRequestKey(tx, owner)
    return key && erasure?.sealed && RequestDetails.parse(await openJsonFor(key, owner, 'details', erasure.sealed))
  })
  expect(details).toMatchObject({ purposes: ['iklan'], details: 'Hapus semua.' })
  const clocks = await transact(system, (tx) => tx.clock.findMany({ where: { requestId: erasure?.id ?? '' } }))
  expect(clocks.map(({ clockId }) => clockId)).toContain('ID-UU-40')
  expect((await events()).filter((type) => type === 'request.followed')).toHaveLength(1)
})

test('nothing follows what was not carried out, and another controller’s subject sees nothing of it', async () => {
  const open = await withdrawn('executing')
  expect(await eraseAfterWithdrawal(open.subject, {}, NOW)).toEqual({ ok: false, reason: 'nothing_withdrawn' })
  const stranger = await withdrawn()
  const posing = { ...stranger.subject, requestId: open.requestId }
  await expect(eraseAfterWithdrawal(posing, {}, NOW)).rejects.toThrow()
  expect(await open.next()).toEqual([])
})
