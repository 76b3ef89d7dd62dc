import { afterEach, expect, test } from 'vitest'
import { transact } from '#data/db.ts'
import { findPackageMaterial } from '#data/packages/find-material.ts'
import { ensureSigningKey } from '#data/signing-keys/ensure.ts'
import { NOW } from '#data/test-controller.ts'
import { closeSystems, newHttpRequest, system } from '../test-http-source.ts'
import { handings } from './material.ts'
import { RowText } from './row-text.ts'

afterEach(closeSystems)

/** What goes out of the answer of a system that says more than its map lists. */
async function handedOver(right: 'access' | 'portability') {
  await ensureSigningKey(NOW)
  const { url } = await system(({ job }) => ({
    json: {
      job,
      collections: [
        { collection: 'contacts', rows: [{ name: 'Siti', vip: true }, { name: 'S. W.' }] },
        { collection: 'calls', rows: [{ at: '2026-01-01', about: 'refund' }] },
      ],
    },
  }))
  const request = await newHttpRequest(url, { right })
  await request.run()
  const { requestId: id, system: actor } = request
  await transact(actor, (tx) => tx.request.update({ where: { id }, data: { status: 'executing' } }))
  const material = await findPackageMaterial(actor, id)
  if (!material) throw new Error('nothing to build')
  const found = handings(material).map(async ({ collection: { collection, fields, rows } }) => {
    const values = []
    for await (const batch of rows) for (const row of batch) values.push(row instanceof RowText ? row.values : row)
    return [collection, fields.map(({ name }) => name), values]
  })
  return Promise.all(found)
}

test('access hands over all that a system answered, also what its map does not list', async () => {
  expect(await handedOver('access')).toEqual([
    ['calls', ['beyond_map'], [{ beyond_map: { at: '2026-01-01', about: 'refund' } }]],
    ['contacts', ['email', 'name', 'beyond_map'], [{ name: 'Siti', beyond_map: { vip: true } }, { name: 'S. W.' }]],
  ])
})

test('for portability nobody knows who provided it', async () => {
  expect(JSON.stringify(await handedOver('portability'))).not.toMatch(/refund|vip/)
})
