import { expect, test } from 'vitest'
import { namesSubject } from './names-subject.ts'

const BUDI = ['Budi@contoh.example', 'Budi Santoso']

test.each([
  ['Arsip BUDI SANTOSO, lemari 3', BUDI, true],
  ['surat ke budi@contoh.example.', BUDI, true],
  ['UU KUP art. 28(11)', BUDI, false],
  ['PT Budi Luhur Santoso', BUDI, false],
  ['UU KUP art. 28(11)', ['Uu'], false],
  ['Kartu milik Uu, disimpan', ['Uu'], true],
  ['anything', ['', '  '], false],
])('%s of %j: %s', (text, terms, expected) => expect(namesSubject(text, terms)).toBe(expected))
