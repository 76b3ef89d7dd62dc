import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { collectionOutcome, isProven } from './certificate/outcome.ts'
import { HttpConnection } from './connection.ts'
import { isDeeperThan, passedOver, Statement, statedErasure } from './inquiry.ts'

const previewed = (collection: string, found: number) => ({
  collection,
  label: { id: collection, en: collection },
  categories: ['user.name'],
  found,
})
const TIMES = { startedAt: '2026-11-20T08:00:00.000Z', endedAt: '2026-11-20T09:00:00.000Z' }
const kept = [{ count: 2, basis: 'UU 8/1997', until: '2031-01-01' }]

describe('a statement', () => {
  test.each([
    ['done, with something kept', { outcome: 'done', collections: [{ collection: 'a', erased: 1, kept }] }],
    ['partly, with nothing kept', { outcome: 'partly', collections: [{ collection: 'a', erased: 1 }] }],
    ['of a collection twice', { outcome: 'done', collections: Array(2).fill({ collection: 'a', erased: 1 }) }],
    ['of fewer than none', { outcome: 'done', collections: [{ collection: 'a', erased: -1 }] }],
    [
      'of a date that is none',
      { outcome: 'partly', collections: [{ collection: 'a', erased: 0, kept: [{ ...kept[0], until: 'soon' }] }] },
    ],
    ['refused in own words', { outcome: 'refused', reason: 'because Siti said so' }],
    ['with more than was asked', { outcome: 'done', collections: [], note: 'Siti' }],
  ])('%s is none', (_, given) => expect(Statement.safeParse(given).success).toBe(false))

  test('that passes over what the source said it holds leaves a fate open', () => {
    const held = [previewed('a', 3), previewed('b', 0), previewed('c', 1)]
    const told = Statement.parse({ outcome: 'done', collections: [{ collection: 'a', erased: 3 }] })
    expect(passedOver(held, told)).toEqual(['c'])
    expect(passedOver(held, { outcome: 'refused', reason: 'legal_claim' })).toEqual([])
  })

  const amounts = fc.nat(50)
  const statements = fc.record({
    erased: amounts,
    changed: amounts,
    kept: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 3 }),
  })
  test('gives every row exactly one fate on the certificate, whatever it counts', () => {
    fc.assert(
      fc.property(statements, amounts, fc.boolean(), fc.boolean(), (said, found, isRefused, confirmed) => {
        const collections = [
          { ...said, collection: 'a', kept: said.kept.map((count) => ({ count, basis: 'law', until: '2030-01-01' })) },
        ]
        const outcome = said.kept.length > 0 ? 'partly' : 'done'
        const statement = Statement.parse(
          isRefused ? { outcome: 'refused', reason: 'other' } : { outcome, collections },
        )
        const erasure = statedErasure([previewed('a', found)], statement, confirmed, TIMES)
        for (const one of erasure.collections) {
          const held = one.held.reduce((sum, { count }) => sum + count, 0)
          const facts = { found: one.found, erased: one.delete, changed: one.change, kept: one.keptRows, held }
          expect(isProven({ ...facts, verifiedGone: one.gone === one.delete + one.change }, erasure.proof)).toBe(true)
          expect(() => collectionOutcome(facts)).not.toThrow()
        }
      }),
    )
  })

  test('is not proof: only what was confirmed counts as gone', () => {
    const statement = Statement.parse({ outcome: 'partly', collections: [{ collection: 'a', erased: 3, kept }] })
    expect(statedErasure([previewed('a', 5)], statement, false, TIMES)).toMatchObject({
      verified: false,
      proof: 'stated',
      stated: { outcome: 'partly', reason: null },
      collections: [{ found: 5, delete: 3, keptRows: 2, gone: 0 }],
    })
    const confirmed = statedErasure([previewed('a', 5)], statement, true, TIMES)
    expect(confirmed).toMatchObject({ verified: true, proof: 'confirmed', collections: [{ gone: 3 }] })
  })

  test('that refuses holds back all that it held', () => {
    const refused = statedErasure(
      [previewed('a', 5), previewed('b', 0)],
      { outcome: 'refused', reason: 'legal_claim' },
      false,
      TIMES,
    )
    expect(refused.stated).toEqual({ outcome: 'refused', reason: 'legal_claim' })
    expect(refused.collections.map(({ held, delete: gone }) => [gone, held])).toEqual([
      [0, [{ count: 5, why: 'refused' }]],
      [0, []],
    ])
  })
})

test('depth is counted without a stack', () => {
  const deep = (levels: number) => JSON.parse(`${'['.repeat(levels)}1${']'.repeat(levels)}`)
  expect([isDeeperThan(deep(3), 3), isDeeperThan(deep(4), 3), isDeeperThan({ a: [{ b: 1 }] }, 3)]).toEqual([
    false,
    true,
    false,
  ])
  expect(isDeeperThan(deep(100_000), 16)).toBe(true)
})

describe('the connection of a system that is called', () => {
  const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`
  test('is an address and a secret', () => {
    const url = 'https://crm.example/hakku?tenant=7'
    expect(HttpConnection.parse({ url, secret })).toEqual({ url, secret, answerHours: 24 })
  })
  const wrong = [
    'ftp://crm.example',
    'https://user:pass@crm.example/',
    'crm.example',
    'https://crm.example/#a',
    'javascript:alert(1)',
  ]
  test.each(wrong)('not %s', (url) => expect(HttpConnection.safeParse({ url, secret }).success).toBe(false))
  test.each([
    'w',
    'whsec_%',
    'whsec_wronglength',
    'whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=',
    'whsec_',
    `whsec_${Buffer.alloc(23).toString('base64')}`,
    `whsec_${Buffer.alloc(67).toString('base64')}`,
  ])('nor the secret %s', (bad) =>
    expect(HttpConnection.safeParse({ url: 'https://crm.example', secret: bad }).success).toBe(false),
  )
})
