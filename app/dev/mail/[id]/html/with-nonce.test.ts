import { expect, test } from 'vitest'
import { withNonce } from './with-nonce.ts'

test('styles move from attributes into one sheet with the nonce, and stay what they were', () => {
  const mail = `<html><head><style>a{b:c}</style></head><body style="color:red"><p style="font:&quot;X&quot;">$& a</p><i style="color:red"></i></body></html>`
  expect(withNonce(mail, 'N')).toBe(
    `<html><head><style nonce="N">a{b:c}</style><style nonce="N">[data-style="0"]{color:red}\n[data-style="1"]{font:"X"}</style></head><body data-style="0"><p data-style="1">$& a</p><i data-style="0"></i></body></html>`,
  )
})

test('an attribute cannot close the sheet', () => {
  expect(withNonce('<head></head><p style="a:</style><script>">', 'N')).not.toContain('</style><script>')
})
