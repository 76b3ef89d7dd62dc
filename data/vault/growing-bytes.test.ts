import fc from 'fast-check'
import { expect, test } from 'vitest'
import { GrowingBytes } from './growing-bytes.ts'

const text = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constant('é'.repeat(24)),
)

test('what is put together piece by piece is the same bytes, however short or long a piece is', () => {
  fc.assert(
    fc.property(fc.array(text, { maxLength: 60 }), (texts) => {
      const whole = new GrowingBytes(16)
      const expected = texts.flatMap((one) => {
        const bytes = Buffer.from(`<${one}>`)
        whole.text(one)
        whole.copy(bytes, 1, bytes.length - 1)
        whole.double(bytes, 0, bytes.length)
        return [one, bytes.subarray(1, -1).toString(), `<${one}>`.replaceAll('"', '""')]
      })
      expect(whole.view.toString()).toBe(expected.join('').toWellFormed())
    }),
  )
})
