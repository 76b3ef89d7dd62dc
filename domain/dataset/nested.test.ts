import { expect, test } from 'vitest'
import { elementsAt, scalarsAt } from './nested.ts'

const DATA = {
  list: [{ mail: 'a', n: 0 }, { mail: ['b', null, ''], n: 1 }, null, 'x'],
  flag: false,
  one: { mail: 'c' },
}

test('scalars at the end of a path, through lists and lists in lists; zero, false and the empty text are values', () => {
  expect(scalarsAt(DATA, ['list', 'mail'])).toEqual(['a', 'b', ''])
  expect(scalarsAt(DATA, ['list', 'n'])).toEqual(['0', '1'])
  expect(scalarsAt(DATA, ['flag'])).toEqual(['false'])
  expect(scalarsAt([[1, [2]], 3], [])).toEqual(['1', '2', '3'])
  expect(scalarsAt(DATA, ['list'])).toEqual(['x'])
  expect(scalarsAt(DATA, ['toString'])).toEqual([])
  expect(scalarsAt(undefined, [])).toEqual([])
})

test('only the elements that lead to a scalar to keep; what is no list stays', () => {
  const mine = (scalar: string) => scalar === 'b' || scalar === 'c'
  expect(elementsAt(DATA, ['list', 'mail'], mine)).toEqual({ ...DATA, list: [{ mail: ['b'], n: 1 }] })
  expect(elementsAt(DATA, ['one', 'mail'], mine)).toEqual(DATA)
  expect(elementsAt(['a', 'b'], [], mine)).toEqual(['b'])
  expect(elementsAt(DATA, ['none'], mine)).toEqual(DATA)
})
