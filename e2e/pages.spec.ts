import { globSync } from 'node:fs'
import type { Response } from '@playwright/test'
import { signIn } from './staff.ts'
import { expect, expectAccessible, expectNoSideScroll, test } from './story.ts'

const WIDTHS = [320, 390, 1440]
const SCHEMES = ['light', 'dark'] as const
const LOCALES = ['id', 'en'] as const

/** What stands in an address where the folder says `[name]`; a page with any other name is walked by a story. */
const NAMES: Readonly<Record<string, string>> = { '[controller]': 'toko-sejahtera' }

const addresses = globSync('app/**/page.tsx')
  .map((path) => path.split('/').slice(1, -1))
  .map((parts) => parts.filter((part) => !part.startsWith('(')).map((part) => NAMES[part] ?? part))
  .map((parts) => `/${parts.join('/')}`)
  .filter((address) => !address.includes('['))
  .sort()
/** The same pages when they were asked something: answered, and sent back. */
const ASKED = [
  '/deadline?right=erasure&place=ID&date=2026-11-20&time=15:04&zone=Asia/Jakarta',
  '/deadline?right=&place=ID&date=2026-02-30&time=&zone=Asia/Atlantis',
]
const isForStaff = (address: string) => /^\/desk(?!\/(sign-in|enrolment))/.test(address)

test.describe.configure({ mode: 'parallel' })

function expectStrictHeaders(response: Response | null): void {
  const { 'content-security-policy': policy = '', ...headers } = response?.headers() ?? {}
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).not.toMatch(/unsafe-|\*|http:/)
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
  })
  expect(headers['cache-control'] ?? '').toContain('no-store')
  expect(headers).not.toHaveProperty('x-powered-by')
}

test('there are pages to look at', () => expect(addresses.length).toBeGreaterThan(1))

for (const locale of LOCALES)
  for (const address of [...addresses, ...ASKED, '/there/is/no/such/page']) {
    test(`${address} in ${locale}: for all, at every width, light and dark`, async ({ page, context, baseURL }) => {
      await context.addCookies([{ name: 'hakku-locale', value: locale, url: baseURL ?? '' }])
      if (isForStaff(address)) await signIn(page, 'agent')
      expectStrictHeaders(await page.goto(address))
      await expect(page.locator('html')).toHaveAttribute('lang', locale)
      for (const colorScheme of SCHEMES) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 900 })
          await expectNoSideScroll(page)
          if (width !== 390) await expectAccessible(page)
        }
      }
    })
  }

test('every answer carries the strict headers, whatever it says', async ({ request }) => {
  const strict = [
    'x-content-type-options',
    'content-security-policy',
    'referrer-policy',
    'cross-origin-resource-policy',
  ]
  const answers = await Promise.all([
    request.get('/there/is/no/such/page'),
    request.get('/api/health'),
    request.get('/api/there/is/no/such/thing'),
    request.fetch('/', { method: 'PROPFIND' }),
    request.post('/language', { headers: { origin: 'https://elsewhere.example' }, form: { locale: 'en' } }),
    request.get('/_next/static/there-is-no-such-file.js'),
    request.get('/%'),
  ])
  for (const answer of answers) {
    expect(answer.status(), answer.url()).toBeLessThan(500)
    for (const name of strict) expect(answer.headers(), answer.url()).toHaveProperty(name)
  }
  expect(answers.map((answer) => answer.status())).toEqual([404, 200, 404, 405, 403, 404, 400])
})
