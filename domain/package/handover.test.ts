import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readDataset } from '#domain/dataset/read-dataset.ts'
import { givenFields, givenPart, leaves } from './handover.ts'

const yaml = `dataset:
  - fides_key: shop
    collections:
      - name: customers
        hakku_meta: { purpose: Sales, basis: contract }
        fields:
          - { name: email, data_categories: [user.contact.email], hakku_meta: { provided: true } }
          - { name: score, data_categories: [user.behavior] }
          - { name: consented, data_categories: [user.behavior], hakku_meta: { provided: true, basis: consent } }
          - { name: watched, data_categories: [user.behavior], hakku_meta: { provided: true, basis: legitimate_interests } }
          - { name: password, data_categories: [user.authorization.password], hakku_meta: { provided: true } }
          - name: profile
            hakku_meta: { provided: true }
            data_categories: [user.settings]
            fields:
              - { name: nick }
              - { name: rank, hakku_meta: { provided: false } }
              - { name: token, data_categories: [user.authorization.credentials] }
              - name: devices
                fields:
                  - { name: name }
                  - { name: risk, hakku_meta: { basis: legitimate_interests } }
          - name: derived
            data_categories: [user.behavior]
            fields:
              - { name: guess }
              - { name: wish, hakku_meta: { provided: true } }
`
const read = readDataset(yaml)
const customers = read.ok ? read.value[0]?.collections[0] : undefined
if (!customers) throw new Error('the map is wrong')

const ROW: Record<string, unknown> = {
  email: 'a@b.c',
  score: 7,
  consented: true,
  watched: true,
  password: 'hash',
  profile: { nick: 'Siti', rank: 3, token: 't', hidden: 'h', devices: [{ name: 'a', risk: 9, more: 1 }, null, 'x'] },
  derived: { guess: 'g', wish: 'w' },
}
const given = (right: 'access' | 'portability', row = ROW) =>
  Object.fromEntries(
    givenFields(customers, right).map((field) => [field.name, givenPart(row[field.name], field, right)]),
  )

describe('what goes out', () => {
  test('for portability: only what the person provided by consent or contract, however deep, and nothing no map knows', () => {
    expect(given('portability')).toEqual({
      email: 'a@b.c',
      consented: true,
      profile: { nick: 'Siti', devices: [{ name: 'a' }, null, null] },
      derived: { wish: 'w' },
    })
  })
  test('for access: everything but secrets', () => {
    const { password: _, profile, ...rest } = ROW
    const { token: __, ...kept } = profile as Record<string, unknown>
    expect(given('access')).toEqual({ ...rest, profile: kept })
  })
  test('an object that came as text is looked into; text in its place is not handed over for portability', () => {
    const asText = { ...ROW, profile: JSON.stringify(ROW['profile']), derived: 'secret words' }
    expect(given('portability', asText)).toMatchObject({
      profile: { nick: 'Siti', devices: [{ name: 'a' }, null, null] },
      derived: null,
    })
    expect(given('access', asText)['derived']).toBe('secret words')
    expect(JSON.stringify(given('access', asText))).not.toContain('"t"')
  })
})

test('whatever stands in an object, no value of another leaf than the portable ones comes out', () => {
  const portable = ['email', 'consented', 'profile.nick', 'profile.devices.name', 'derived.wish']
  const marks = leaves(customers.fields).map(({ path }) => path)
  expect(portable.every((path) => marks.includes(path))).toBe(true)
  const leaf = (path: string) => fc.constantFrom(path, [path], [[path]], null)
  const device = fc.oneof(
    fc.record({ name: leaf('profile.devices.name'), risk: leaf('profile.devices.risk'), x: leaf('x') }),
    leaf('profile.devices'),
  )
  const profile = fc.oneof(
    fc.record({
      nick: leaf('profile.nick'),
      rank: leaf('profile.rank'),
      token: leaf('profile.token'),
      devices: fc.oneof(device, fc.array(device), fc.array(fc.array(device))),
    }),
    leaf('profile'),
  )
  fc.assert(
    fc.property(
      fc.oneof(
        profile,
        fc.array(profile),
        profile.map((value) => JSON.stringify(value)),
      ),
      (value) => {
        const out = JSON.stringify(given('portability', { ...ROW, profile: value })['profile'])
        const seen = [...out.matchAll(/"(profile[\w.]*|x)"/g)].map(([, path]) => path)
        expect(seen.filter((path) => !portable.includes(path ?? ''))).toEqual([])
      },
    ),
  )
})
