import { expect, test } from 'vitest'
import { eight } from '#data/codes/test-request.ts'
import { transact } from '#data/db.ts'
import { openFinding } from '#data/findings/open.ts'
import { readFinding } from '#data/findings/read.ts'
import { newReviewed } from '#data/findings/test-request.ts'
import { approveRequest } from '#data/requests/approve.ts'
import { findForDesk } from '#data/requests/find-for-desk.ts'
import { reopenReview } from '#data/requests/reopen-review.ts'
import { submitForReview } from '#data/requests/submit-for-review.ts'
import { NOW, newController } from '#data/test-controller.ts'
import type { Place } from '#domain/redaction.ts'
import { type RedactInput, redact } from './redact.ts'
import { undoRedaction } from './undo.ts'

const ROWS = ['Siti', 'Wati', 'Budi', 'Agus'].map((name, at) => ({
  values: { id: at, name, secret: 'x' },
  shared: false,
  thirdParty: name === 'Budi',
}))

async function reviewed(right: 'access' | 'portability' | 'erasure' = 'access') {
  const home = await newController()
  const request = await newReviewed(home, { right }, {}, ROWS)
  const { reference, findingId } = request
  const agent = home.staff('agent')
  const decide = (places: Place[], change: Partial<RedactInput> = {}, who = agent) =>
    redact(
      who,
      { reference, findingId, decision: 'redact', places, reason: 'rights_of_others', note: null, ...change },
      NOW,
    )
  const finding = async () => {
    await openFinding(agent, { reference, findingId, reason: 'check_answer' }, NOW)
    return readFinding(agent, { reference, findingId, page: 1 }, NOW)
  }
  const pinned = async () => ({ reference, version: (await findForDesk(agent, reference, NOW))?.version ?? 0 })
  return { ...home, ...request, agent, decide, finding, pinned }
}
const refused = (reason: string) => ({ ok: false, reason })

test('values, rows, fields and the collection are held back, and say so to whoever looks', async () => {
  const { decide, finding, system, id } = await reviewed()
  expect((await finding())?.given).toBe(3) // the row about somebody else is held back by itself
  expect(await decide([{ row: 1, field: 'name' }], { note: 'nama anak' })).toEqual({ ok: true, value: { decided: 1 } })
  expect(await decide([{ row: 2, field: null }], { reason: 'privileged' })).toMatchObject({ ok: true })
  expect(await decide([{ row: null, field: 'id' }], { reason: 'security' })).toMatchObject({ ok: true })
  const seen = await finding()
  expect(seen).toMatchObject({ given: 2, wide: [{ field: 'id', reason: 'security' }] })
  expect(seen?.page?.map(({ heldBack }) => (heldBack === 'third_party' ? heldBack : heldBack?.reason))).toEqual([
    undefined,
    'privileged',
    'third_party',
    undefined,
  ])
  expect(
    seen?.page?.[0]?.values.map(({ redaction, leftOut }) => redaction?.note ?? redaction?.reason ?? leftOut),
  ).toEqual(['security', 'nama anak', 'secret'])
  expect(await decide([{ row: null, field: null }])).toMatchObject({ ok: true })
  expect(await finding()).toMatchObject({ given: 0 })
  const decided = { requestId: id, type: 'redaction.decided' }
  expect(await transact(system, (tx) => tx.event.count({ where: decided }))).toBe(4)
})

test('a row about somebody else goes out only when a person says so, and loses it all when they take it back', async () => {
  const { decide, finding, agent, reference, findingId } = await reviewed()
  const third = { row: 3, field: null }
  expect(await decide([{ row: 1, field: null }], { decision: 'hand_over', reason: 'agreed' })).toEqual(
    refused('not_about_others'),
  )
  expect(await decide([third])).toEqual(refused('held_back_already'))
  expect(await decide([{ row: 3, field: 'name' }])).toEqual(refused('held_back_already'))
  expect(await decide([third], { decision: 'hand_over', reason: 'agreed' })).toMatchObject({ ok: true })
  expect(await decide([{ row: 3, field: 'name' }])).toMatchObject({ ok: true })
  const lifted = await finding()
  expect(lifted).toMatchObject({ given: 4, page: [{}, {}, { heldBack: null, handedOver: { reason: 'agreed' } }, {}] })
  const redactionId = lifted?.page?.[2]?.handedOver?.id ?? ''
  expect(await undoRedaction(agent, { reference, findingId, redactionId }, NOW)).toMatchObject({ ok: true })
  expect(await finding()).toMatchObject({ given: 3, page: [{}, {}, { heldBack: 'third_party', handedOver: null }, {}] })
})

test('what the second person sees is what goes out: nothing changes until it is taken back', async () => {
  const { decide, finding, agent, staff, pinned, reference, findingId } = await reviewed()
  await decide([{ row: 1, field: 'name' }])
  const before = await pinned()
  await decide([{ row: 2, field: null }])
  expect(await submitForReview(agent, before, NOW)).toEqual(refused('changed_meanwhile'))
  expect(await submitForReview(agent, await pinned(), NOW)).toMatchObject({ ok: true })
  expect(await decide([{ row: 4, field: null }])).toEqual(refused('submitted_already'))
  const redactionId = (await finding())?.page?.[0]?.values[1]?.redaction?.id ?? ''
  expect(await undoRedaction(agent, { reference, findingId, redactionId }, NOW)).toEqual(refused('submitted_already'))
  expect((await finding())?.mayDecide).toBe(false)
  expect(await reopenReview(staff('auditor'), await pinned(), NOW)).toEqual(refused('not_allowed'))
  const submitted = await pinned()
  const reopened = await eight(() => reopenReview(agent, submitted, NOW))
  expect(reopened.filter(({ ok }) => ok)).toHaveLength(1)
  expect(await approveRequest(staff('reviewer'), submitted, NOW)).toEqual(refused('not_submitted'))
  expect(await undoRedaction(agent, { reference, findingId, redactionId }, NOW)).toMatchObject({ ok: true })
  expect(await undoRedaction(agent, { reference, findingId, redactionId }, NOW)).toEqual(refused('not_found'))
})

test('refusals: places that are not there, rights that hand nothing over, people who may not', async () => {
  const { decide, staff } = await reviewed()
  for (const place of [
    { row: 0, field: null },
    { row: 5, field: null },
    { row: 1, field: 'nothing' },
    { row: 1, field: 'secret' },
  ])
    expect(await decide([place])).toEqual(refused('no_such_place'))
  expect(await decide([])).toEqual(refused('no_such_place'))
  expect(await decide([{ row: 1, field: null }], {}, staff('auditor'))).toEqual(refused('not_allowed'))
  const other = await newController()
  expect(await decide([{ row: 1, field: null }], {}, other.staff('lead'))).toEqual(refused('not_found'))
  const portability = await reviewed('portability')
  expect(await portability.decide([{ row: 1, field: 'id' }])).toEqual(refused('no_such_place'))
  expect(await portability.decide([{ row: 1, field: 'name' }])).toMatchObject({ ok: true })
  const erasure = await reviewed('erasure')
  expect(await erasure.decide([{ row: 1, field: null }])).toEqual(refused('nothing_handed_over'))
})

test('of eight decisions on one place at once one is left, and its words are sealed', async () => {
  const { decide, system, id } = await reviewed()
  const results = await eight(() => decide([{ row: 1, field: 'name' }], { note: 'tentang Budi' }))
  expect(results.every(({ ok }) => ok)).toBe(true)
  const kept = await transact(system, (tx) => tx.redaction.findMany({ where: { requestId: id } }))
  expect(kept).toHaveLength(1)
  expect(Buffer.from(kept[0]?.sealedNote ?? []).includes('Budi')).toBe(false)
})
