import { afterAll, expect, test } from 'vitest'
import { transact } from '#data/db.ts'
import { closeCounters } from '#data/rate-limits/limiter.ts'
import { newController } from '#data/test-controller.ts'
import { askCode, askDownloadCode } from './ask.ts'
import { eight, later, newRequest } from './test-request.ts'

afterAll(closeCounters)

test('makes one code, hashed and sealed, and says so without saying it', async () => {
  const { reference, address, codes, code, events } = await newRequest()
  expect(await askCode({ address }, { reference }, later(1))).toEqual({ ok: true, value: { reference } })
  const [row] = await codes()
  expect(row).toMatchObject({ purpose: 'verify', tries: 0, usedAt: null })
  expect(row?.expiresAt.getTime()).toBe(later(11).epochMilliseconds)
  const digits = await code()
  expect(digits).toMatch(/^\d{6}$/)
  expect(`${row?.codeHash}${row?.salt}${Buffer.from(row?.sealedCode ?? '').toString('latin1')}`).not.toContain(digits)
  expect(await events()).toEqual(['request.received', 'code.asked'])
})

test('answers the same for a reference that nobody has', async () => {
  const { address } = await newRequest()
  const reference = 'HK-0000-0000'
  expect(await askCode({ address }, { reference }, later(1))).toEqual({ ok: true, value: { reference } })
})

test('of eight at once one code is made; one a minute, five an hour', async () => {
  const { reference, address, codes } = await newRequest()
  await eight(() => askCode({ address }, { reference }, later(1)))
  expect(await codes()).toHaveLength(1)
  for (const minute of [2, 4, 6, 8, 10, 12]) await askCode({ address }, { reference }, later(minute))
  expect(await codes()).toHaveLength(5)
  await askCode({ address }, { reference }, later(62))
  expect(await codes()).toHaveLength(6)
})

test('an address that asks too often is told so, whether or not the request exists', async () => {
  const { reference, address } = await newRequest()
  for (let count = 0; count < 60; count++) await askCode({ address }, { reference: 'HK-0000-0000' }, later(1))
  expect(await askCode({ address }, { reference }, later(1))).toEqual({ ok: false, reason: 'too_many_tries' })
  expect(await askCode({ address }, { reference: 'HK-0000-0000' }, later(1))).toMatchObject({ ok: false })
})

test('another controller neither sees the code nor can ask for one to collect this package', async () => {
  const { subject, codes, requestId } = await newRequest()
  const other = await newController()
  await askDownloadCode({ ...subject, controllerId: other.controllerId }, {}, later(1))
  expect(await codes()).toHaveLength(0)
  await askDownloadCode(subject, {}, later(1))
  expect(await codes()).toMatchObject([{ purpose: 'download' }])
  expect(await transact(other.system, (tx) => tx.code.count({ where: { requestId } }))).toBe(0)
})

test('whoever has just come in gets a code to collect at once, and the next one after a minute', async () => {
  const { reference, address, subject, codes } = await newRequest()
  await askCode({ address }, { reference }, later(1))
  await eight(() => askDownloadCode(subject, {}, later(1)))
  expect((await codes()).map(({ purpose }) => purpose)).toEqual(['verify', 'download'])
})
