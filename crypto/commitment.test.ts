import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson, commit, newCommitmentSalt } from './commitment.ts'

describe('a commitment', () => {
  test('is SHA-256 over salt and value, each after its length', () => {
    const bytes = Buffer.concat([
      Buffer.from([0, 0, 0, 4]),
      Buffer.from('salt'),
      Buffer.from([0, 0, 0, 2]),
      Buffer.from('é'),
    ])
    expect(commit('salt', 'é')).toBe(createHash('sha256').update(bytes).digest('base64url'))
  })

  test('does not mistake the end of the salt for the start of the value', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), (text, at) => {
        const cut = at % (text.length + 1)
        fc.pre(cut !== 0)
        expect(commit(text.slice(0, cut), text.slice(cut))).not.toBe(commit('', text))
      }),
    )
  })

  test('needs its salt', () => {
    expect(Buffer.from(newCommitmentSalt(), 'base64url')).toHaveLength(32)
    expect(commit(newCommitmentSalt(), 'siti@example.id')).not.toBe(commit(newCommitmentSalt(), 'siti@example.id'))
  })

  test('is not made of broken text', () => {
    expect(() => commit('salt', '\ud800')).toThrow(TypeError)
  })
})

describe('canonical JSON (RFC 8785)', () => {
  test('§3.2.3: keys in UTF-16 order', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew',
      '1': 'One',
      '\ud83d\ude00': 'Emoji',
      '\u0080': 'Control',
      '\u00f6': 'Latin',
    }
    expect(Object.values(JSON.parse(canonicalJson(value)))).toEqual([
      'One',
      'Carriage Return',
      'Control',
      'Latin',
      'Euro Sign',
      'Emoji',
      'Hebrew',
    ])
  })

  test('§3.2.2: numbers and strings in one spelling', () => {
    const value = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 1e-27, -0],
      string: '\u20ac$\u000f\nA\'B"\\\\"/',
      literals: [null, true, false],
    }
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27,0],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    )
  })

  test('the order in which keys were written does not matter', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse())
        expect(canonicalJson(reversed)).toBe(canonicalJson(value))
      }),
    )
  })

  test.each([[Number.NaN], [Number.POSITIVE_INFINITY], ['\ud800'], [{ '\udc00': 1 }], [undefined], [() => 1], [1n]])(
    'refuses %o',
    (value) => {
      expect(() => canonicalJson(value)).toThrow()
      if (value !== undefined && typeof value !== 'function') expect(() => canonicalJson({ in: [value] })).toThrow()
    },
  )
})
