import { globSync } from 'node:fs'
import { resolve } from 'node:path'
import { NextRequest } from 'next/server'
import { describe, expect, test } from 'vitest'
import type { Params } from './handle.ts'

type Method = (request: NextRequest, context: { params: Promise<Params> }) => Promise<Response>
type Route = { GET?: Method; POST?: Method }

const addressOf = (path: string): string => `/${path.split('/').slice(1, -1).filter(isSegment).join('/')}`
const isSegment = (part: string): boolean => !part.startsWith('(')
const namesIn = (path: string): string[] => [...path.matchAll(/\[(\w+)\]/g)].map(([, name]) => name ?? '')

const pages = globSync('app/**/page.tsx').map((path) => new RegExp(`^${addressOf(path).replace(/\[\w+\]/g, '[^/]+')}$`))
/** Machines read the status of what they sent; only people open an address. */
const machines = /^app\/api\//
const routes = await Promise.all(
  globSync('app/**/route.ts')
    .filter((path) => !machines.test(path))
    .map(async (path) => [path, (await import(resolve(path))) as Route] as const),
)
const forms = routes.filter(([, { POST }]) => POST)

/** The form's address opened in the address bar, with the same word for everything that stands in it. */
async function opened(path: string, { GET }: Route, word: string): Promise<Response | undefined> {
  const params = Object.fromEntries(namesIn(path).map((name) => [name, word]))
  return GET?.(new NextRequest(`http://hakku.test${addressOf(path)}`), { params: Promise.resolve(params) })
}

test('the forms are seen', () => {
  expect(pages.length).toBeGreaterThan(30)
  expect(forms.length).toBeGreaterThan(60)
})

describe('a form’s address leads to the page that shows the form', () => {
  // Without a database: what is not looked up cannot be told.
  test.each(forms)('%s', async (path, route) => {
    const answer = await opened(path, route, 'HK-7K4Q-2MPX')
    const location = answer?.headers.get('location') ?? ''
    expect(answer?.status).toBe(303)
    expect(pages.some((page) => page.test(location.split('?')[0] ?? ''))).toBe(true)
  })

  test.each(['/evil.example', '\\evil.example', 'nama\r\nset-cookie: a=b', 'naïve–é'])(
    'on this site: %j',
    async (word) => {
      for (const [path, route] of forms) {
        const location = (await opened(path, route, word))?.headers.get('location') ?? ''
        expect(new URL(location, 'http://hakku.test').origin).toBe('http://hakku.test')
      }
    },
  )
})
