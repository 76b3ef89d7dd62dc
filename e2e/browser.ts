import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from '@playwright/test'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'

/** As root Chromium refuses its own sandbox; nothing it opens by itself belongs in a test. */
export const FLAGS = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ...['--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update'],
  '--disable-sync',
]

const isRoot = () => process.getuid?.() === 0
const run = (program: string, ...words: string[]) => spawnSync(program, words, { stdio: 'inherit' }).status === 0
const exists = (path: string) => (existsSync(path) ? path : null)

const onPath = (): string | null => {
  const folders = (process.env.PATH ?? '').split(':').filter((folder) => !folder.includes('node_modules'))
  const places = ['/usr/bin', '/usr/local/bin', '/snap/bin', ...folders]
  return (
    NAMES.flatMap((name) => places.map((place) => join(place, name))).find((path) => existsSync(path)) ?? exists(MAC)
  )
}

const ofPlaywright = (): string | null => exists(chromium.executablePath())

const WAYS: readonly [how: string, find: () => string | null][] = [
  ['named by CHROMIUM_PATH', () => exists(process.env.CHROMIUM_PATH ?? '')],
  ['Playwright’s own, already there', ofPlaywright],
  ['installed on this machine', onPath],
  [
    'downloaded by Playwright',
    () => (run('node_modules/.bin/playwright', 'install', 'chromium') ? ofPlaywright() : null),
  ],
  [
    'installed by apt-get',
    () => (isRoot() && existsSync('/usr/bin/apt-get') && run('apt-get', 'install', '-y', 'chromium') ? onPath() : null),
  ],
]

/** The first browser that one of five ways finds or brings, and which way. @throws Error when none does */
export function findBrowser(): { path: string; how: string } {
  for (const [how, find] of WAYS) {
    const path = find()
    if (path) return { path, how }
  }
  throw new Error('No Chromium or Chrome: install one, or set CHROMIUM_PATH to its program')
}
