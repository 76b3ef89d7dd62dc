import { expect, test } from 'vitest'
import { EvidenceFile, MOST_EVIDENCE_BYTES, mediaTypeOf } from './evidence.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
test.each([
  ['a PDF', bytes('%PDF-1.7 …'), 'application/pdf'],
  ['a PNG', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]), 'image/png'],
  ['a JPEG', new Uint8Array([0xff, 0xd8, 0xff, 0xe0]), 'image/jpeg'],
  ['a text', bytes('Surat dari Siti, “benar”'), 'text/plain'],
  ['a page', bytes('  <script>alert(1)</script>'), null],
  ['an SVG', bytes('<svg xmlns="…">'), null],
  ['a ZIP', bytes('PK\u0003\u0004'), null],
  ['a program', new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0xff]), null],
])('%s', (_, file, type) => expect(mediaTypeOf(file)).toBe(type))

const read = (file: unknown) => EvidenceFile.safeParseAsync(file)
test('a file is judged by its bytes, whatever it calls itself', async () => {
  const named = await read(new File([bytes('%PDF-1.7')], '../../etc/<b>bukti‮.exe', { type: 'text/html' }))
  expect(named.data).toMatchObject({ mediaType: 'application/pdf', name: expect.not.stringMatching(/[/<>‮]/) })
  expect((await read(new File(['<html>'], 'bukti.pdf', { type: 'application/pdf' }))).error?.issues[0]?.message).toBe(
    'file_kind_not_kept',
  )
})
test.each([
  ['nothing', undefined, 'choose_file'],
  ['a text in its place', 'x', 'choose_file'],
  ['no file chosen', new File([], ''), 'choose_file'],
  ['one byte too many', new File([new Uint8Array(MOST_EVIDENCE_BYTES + 1)], 'x'), 'file_too_large'],
])('%s is refused', async (_, file, code) => expect((await read(file)).error?.issues[0]?.message).toBe(code))
