import { expect, test } from 'vitest'
import { currentTotp, hashRecoveryCode, newRecoveryCodes, newTotpSecret, totpUri, verifyTotp } from './totp.ts'

/** RFC 6238 appendix B: base32 of "12345678901234567890", the last six of its eight digits. */
const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
])('RFC 6238: at %i s the code is %s', (seconds, code) => {
  expect(currentTotp(RFC_SECRET, seconds * 1000)).toBe(code)
  expect(verifyTotp(RFC_SECRET, code, { at: seconds * 1000, afterStep: null })).toBe(Math.floor(seconds / 30))
})

test('a clock may be one step off, not two', () => {
  const secret = newTotpSecret()
  const at = 1_800_000_000_000
  const step = at / 30_000
  const accepted = [-2, -1, 0, 1, 2].map((off) =>
    verifyTotp(secret, currentTotp(secret, at + off * 30_000), { at, afterStep: null }),
  )
  expect(accepted).toEqual([null, step - 1, step, step + 1, null])
})

test('no code is accepted twice, nor one older than the last', () => {
  const secret = newTotpSecret()
  const at = 1_800_000_000_000
  const code = currentTotp(secret, at)
  const step = verifyTotp(secret, code, { at, afterStep: null })
  expect(step).toBe(at / 30_000)
  expect(verifyTotp(secret, code, { at, afterStep: step })).toBeNull()
  expect(verifyTotp(secret, code, { at: at + 30_000, afterStep: step })).toBeNull()
  expect(verifyTotp(secret, currentTotp(secret, at - 30_000), { at, afterStep: step })).toBeNull()
  expect(verifyTotp(secret, currentTotp(secret, at + 30_000), { at: at + 30_000, afterStep: step })).toBe(
    at / 30_000 + 1,
  )
  expect(verifyTotp(secret, code, { at, afterStep: Number.MAX_SAFE_INTEGER })).toBeNull()
})

test('what is not a code is refused without a fault', () => {
  for (const code of ['', '12345', '1234567', 'abcdef', '１２３４５６', ' 287082', '287082\n'])
    expect(verifyTotp(RFC_SECRET, code, { at: 59_000, afterStep: null }), JSON.stringify(code)).toBeNull()
  expect(verifyTotp(RFC_SECRET, '000000', { at: 0, afterStep: null })).toBeNull()
})

test('the address names issuer and account', () => {
  const url = new URL(totpUri(RFC_SECRET, 'sari@toko.id', 'Hakku'))
  expect(url.protocol).toBe('otpauth:')
  expect(decodeURIComponent(url.pathname)).toContain('Hakku:sari@toko.id')
  expect(url.searchParams.get('secret')).toBe(RFC_SECRET)
  expect(url.searchParams.get('issuer')).toBe('Hakku')
})

test('recovery codes differ, and read the same however they are typed', () => {
  const codes = newRecoveryCodes(10)
  expect(new Set(codes).size).toBe(10)
  for (const code of codes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/)
  expect(hashRecoveryCode(' abcd efgh-o1l0pqrs')).toBe(hashRecoveryCode('ABCD-EFGH-0110-PQRS'))
  expect(hashRecoveryCode(codes[0] ?? '')).not.toBe(hashRecoveryCode(codes[1] ?? ''))
})
