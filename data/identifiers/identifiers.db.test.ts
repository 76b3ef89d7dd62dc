import { expect, test } from 'vitest'
import { eight } from '#data/codes/test-request.ts'
import { transact } from '#data/db.ts'
import { newReviewed } from '#data/findings/test-request.ts'
import { openRequestKey } from '#data/keys/request-key.ts'
import { findForDesk } from '#data/requests/find-for-desk.ts'
import { revealContact } from '#data/requests/reveal-contact.ts'
import { sendBack } from '#data/requests/send-back.ts'
import { shredRequest } from '#data/requests/shred.ts'
import { submitForReview } from '#data/requests/submit-for-review.ts'
import { NOW, newController } from '#data/test-controller.ts'
import { STAFF_ROLES } from '#domain/actor.ts'
import type { IdentifierForm } from '#domain/identifier.ts'
import { confirmIdentifier } from './confirm.ts'
import { countUnsearched, findIdentifiers } from './find.ts'
import { removeIdentifier } from './remove.ts'

type Home = Awaited<ReturnType<typeof newController>>

const phone = (reference: string, value = '+62 812 0000'): IdentifierForm => ({
  ...{ reference, label: 'phone_number', value, proof: 'own_record' },
})
const known = ({ system, controllerId }: Home, id: string) =>
  transact(system, async (tx) => {
    const key = await openRequestKey(tx, { controllerId, id })
    return key && findIdentifiers(tx, key, { controllerId, id })
  })
const unsearched = ({ system }: Home, id: string) => transact(system, (tx) => countUnsearched(tx, id))
const versionOf = ({ system }: Home, id: string) =>
  transact(system, async (tx) => (await tx.request.findUniqueOrThrow({ where: { id } })).version)

test('until the sources were asked with it the answer cannot be submitted; after that it can', async () => {
  const home = await newController()
  const { id, reference } = await newReviewed(home)
  const agent = home.staff('agent')
  expect(await confirmIdentifier(agent, phone(reference), NOW)).toMatchObject({ ok: true })
  const pinned = async () => ({ reference, version: await versionOf(home, id) })
  expect(await submitForReview(agent, await pinned(), NOW)).toEqual({ ok: false, reason: 'identifier_not_searched' })
  const shown = async () => (await findForDesk(agent, reference, NOW))?.person?.identifiers
  const listed = { label: 'phone_number', proof: 'own_record', isSearched: false }
  expect(await shown()).toMatchObject([{ ...listed, value: '+62 •••••' }])
  await revealContact(agent, { reference, reason: 'check_answer' }, NOW)
  expect(await shown()).toMatchObject([{ ...listed, value: '+62 812 0000' }])
  expect(await sendBack(agent, await pinned(), NOW)).toMatchObject({ ok: true })
  expect(await unsearched(home, id)).toBe(0)
  expect(await known(home, id)).toEqual([{ label: 'phone_number', value: '+62 812 0000' }])
})

test('taken back: before a search nothing is left to do, after one the sources are asked again', async () => {
  const home = await newController()
  const { id, reference } = await newReviewed(home)
  const agent = home.staff('agent')
  const confirm = async (value: string) => {
    const confirmed = await confirmIdentifier(agent, phone(reference, value), NOW)
    if (!confirmed.ok) throw new Error(confirmed.reason)
    return { reference, ...confirmed.value }
  }
  const first = await confirm('1')
  expect(await removeIdentifier(agent, first, NOW)).toMatchObject({ ok: true })
  expect(await unsearched(home, id)).toBe(0)
  const second = await confirm('2')
  await sendBack(agent, { reference, version: await versionOf(home, id) }, NOW)
  // Also while the sources are being asked.
  expect(await removeIdentifier(agent, second, NOW)).toMatchObject({ ok: true })
  expect(await unsearched(home, id)).toBe(1)
  expect(await known(home, id)).toEqual([])
  expect(await removeIdentifier(agent, second, NOW)).toEqual({ ok: false, reason: 'not_found' })
})

test('of eight who confirm the same one does, and no more than twenty are held', async () => {
  const home = await newController()
  const { id, reference } = await newReviewed(home)
  const agent = home.staff('agent')
  const mail = { ...phone(reference, 'Old@Example.id'), label: 'email' }
  const results = await eight(() => confirmIdentifier(agent, mail, NOW))
  expect(results.filter(({ ok }) => ok)).toHaveLength(1)
  expect(await confirmIdentifier(agent, { ...mail, value: 'old@example.ID' }, NOW)).toEqual({
    ...{ ok: false, reason: 'already_confirmed' },
  })
  expect(await confirmIdentifier(agent, { ...mail, label: 'shoe_size' }, NOW)).toEqual({
    ...{ ok: false, reason: 'unknown_label' },
  })
  const more = Array.from({ length: 25 }, (_, at) => phone(reference, `${at}`))
  const told = await Promise.all(more.map((one) => confirmIdentifier(agent, one, NOW)))
  expect(told.filter(({ ok }) => ok)).toHaveLength(19)
  expect(told.find(({ ok }) => !ok)).toEqual({ ok: false, reason: 'too_many_identifiers' })
  expect(await known(home, id)).toHaveLength(20)
})

test('by whoever works on the request and may see personal data, before it was submitted', async () => {
  const home = await newController()
  const { id, reference } = await newReviewed(home)
  const may = []
  for (const role of STAFF_ROLES) {
    const one = await confirmIdentifier(home.staff(role), phone(reference, role), NOW)
    may.push([role, one.ok ? 'ok' : one.reason])
  }
  expect(may).toEqual([
    ['agent', 'ok'],
    ['reviewer', 'ok'],
    ['lead', 'ok'],
    ['auditor', 'not_allowed'],
    ['admin', 'not_allowed'],
  ])
  const stranger = (await newController()).staff('agent')
  expect(await confirmIdentifier(stranger, phone(reference), NOW)).toEqual({ ok: false, reason: 'not_found' })
  expect(await confirmIdentifier(stranger, phone('HK-0000-0000'), NOW)).toEqual({ ok: false, reason: 'not_found' })
  const [first] = await transact(home.system, (tx) => tx.identifier.findMany({ where: { requestId: id } }))
  const taken = { reference, identifierId: first?.id ?? '' }
  expect(await removeIdentifier(stranger, taken, NOW)).toEqual({ ok: false, reason: 'not_found' })
  expect(await removeIdentifier(home.staff('auditor'), taken, NOW)).toEqual({ ok: false, reason: 'not_allowed' })
  await transact(home.system, (tx) =>
    tx.request.update({ where: { id }, data: { submittedBy: home.staff('agent').userId } }),
  )
  const late = { ok: false, reason: 'already_submitted' }
  expect(await confirmIdentifier(home.staff('lead'), phone(reference, 'late'), NOW)).toEqual(late)
  expect(await removeIdentifier(home.staff('lead'), taken, NOW)).toEqual(late)
})

test('it is stored sealed, its event does not tell it, and shredding leaves nothing of it', async () => {
  const home = await newController()
  const { id, reference } = await newReviewed(home)
  const secret = '0812-RAHASIA'
  await confirmIdentifier(home.staff('agent'), phone(reference, secret), NOW)
  const stored = await transact(home.system, async (tx) => ({
    rows: await tx.identifier.findMany({ where: { requestId: id } }),
    events: await tx.event.findMany({ where: { requestId: id }, select: { type: true, data: true } }),
  }))
  expect(Buffer.from(stored.rows[0]?.sealed ?? []).includes(secret)).toBe(false)
  expect(JSON.stringify(stored)).not.toContain(secret)
  expect(stored.events.at(-1)).toMatchObject({ type: 'identifier.confirmed', data: { label: 'phone_number' } })
  await transact(home.system, async (tx) =>
    shredRequest(tx, home.system, await tx.request.findUniqueOrThrow({ where: { id } }), NOW),
  )
  expect(await transact(home.system, (tx) => tx.identifier.findMany({ where: { requestId: id } }))).toMatchObject([
    { sealed: null },
  ])
})
