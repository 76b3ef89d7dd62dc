import { expect, test } from 'vitest'
import { elementsAt, objectsIn, scalarsAt } from './nested.ts'

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

test('only the elements that lead to a scalar to keep, by any of the ways; what loses nothing is the same', () => {
  const keep = (scalar: string) => scalar === 'b' || scalar === 'c'
  const ways = (...paths: string[]) => paths.map((path) => ({ steps: path.split('.').filter(Boolean), keep }))
  expect(elementsAt(DATA, ways('list.mail'))).toEqual({ ...DATA, list: [{ mail: ['b'], n: 1 }] })
  expect(elementsAt(DATA, ways('one.mail', 'none', 'list'))).toBe(DATA)
  expect(elementsAt(['a', 'b'], ways(''))).toEqual(['b'])
  const talk = {
    thread: [
      { by: 'b', to: 'x' },
      { by: 'x', to: 'c' },
      { by: 'x', to: 'y' },
    ],
    tags: ['z'],
  }
  expect(elementsAt(talk, ways('thread.by', 'thread.to', 'tags'))).toEqual({ ...talk, thread: talk.thread.slice(0, 2) })
  expect(elementsAt([['b', 'x'], ['x']], ways(''))).toEqual([['b']])
})

test('objects are counted at any depth, scalars and lists are not', () => {
  expect(objectsIn(DATA)).toBe(4)
  expect(objectsIn([[{ a: [{}] }], 'x', null])).toBe(2)
  expect(objectsIn('x')).toBe(0)
})
