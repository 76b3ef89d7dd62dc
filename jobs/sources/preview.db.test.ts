import { describe, expect, test } from 'vitest'
import { transact } from '#data/db.ts'
import { askPreview } from '#data/sources/ask.ts'
import { findCheck } from '#data/sources/find-check.ts'
import { newController } from '#data/test-controller.ts'
import { mapped, START, value } from './test-source.ts'

describe('the preview of a person', () => {
  const siti = [{ label: 'email', value: 'SITI@example.id' }]
  const person = { identities: siti, reason: 'handle_complaint' as const }

  test('counts what a request would reach and what an erasure would do, and keeps no identifier', async () => {
    const { lead, sourceId, answer, system, database } = await mapped()
    const { checkId } = value(await askPreview(lead, { sourceId, ...person, erase: 'on' }, START))
    const row = () => transact(system, (tx) => tx.sourceCheck.findUniqueOrThrow({ where: { id: checkId } }))
    expect(Buffer.from((await row()).sealed ?? []).toString()).not.toContain('siti')
    const seen = await answer(checkId)
    expect(seen.purpose === 'preview' && seen.result).toMatchObject({
      unknownLabels: [],
      collections: [
        { collection: 'customer', rows: 1, thirdParty: 0, shared: 0, fate: { deleted: 1, changed: [] } },
        { collection: 'orders', rows: 2, thirdParty: 0, shared: 0, fate: { deleted: 0 } },
      ],
    })
    expect(await row()).toMatchObject({ sealed: null })
    const events = await transact(system, (tx) =>
      tx.event.findMany({ where: { type: 'source.preview_asked', controllerId: lead.controllerId } }),
    )
    expect(events.map(({ data }) => data)).toEqual([{ sourceId, checkId, reason: 'handle_complaint', erase: true }])
    expect(JSON.stringify([await row(), events.map(({ data, actor }) => [data, actor])]).toLowerCase()).not.toContain(
      'siti',
    )
    expect((await database.sql.query('SELECT count(*)::int AS n FROM orders')).rows).toEqual([{ n: 3 }])
  })

  test('is a lead’s, who asked for it; it names a label that leads nowhere', async () => {
    const { lead, staff, sourceId, answer } = await mapped()
    for (const actor of [staff('admin'), staff('agent'), (await newController()).staff('lead')])
      expect(await askPreview(actor, { sourceId, ...person }, START)).toEqual({ ok: false, reason: 'not_found' })
    const asked = { ...person, identities: [...siti, { label: 'nik', value: '1' }] }
    const { checkId } = value(await askPreview(lead, { sourceId, ...asked }, START))
    const seen = await answer(checkId)
    expect(seen.purpose === 'preview' && seen.result?.unknownLabels).toEqual(['nik'])
    expect(await findCheck(staff('lead'), { sourceId, checkId })).toBeNull()
  })

  test('one that fails leaves nothing sealed either', async () => {
    const { lead, sourceId, answer, system, database } = await mapped()
    await database.sql.query('DROP TABLE orders')
    const { checkId } = value(await askPreview(lead, { sourceId, ...person }, START))
    expect(await answer(checkId)).toMatchObject({ state: 'failed', reason: 'schema_mismatch' })
    expect(await transact(system, (tx) => tx.sourceCheck.findUniqueOrThrow({ where: { id: checkId } }))).toMatchObject({
      sealed: null,
    })
  })
})
