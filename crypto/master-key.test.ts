import { execFile } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { deriveKey, loadMasterKey } from './master-key.ts'

const setting = Buffer.alloc(32, 9).toString('base64')
let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'hakku-key-'))
})
afterEach(() => rmSync(home, { recursive: true }))

test('the setting comes first and makes no file', () => {
  const loaded = loadMasterKey({ masterKey: setting, dataDir: home, allowGenerated: false })
  expect(loaded).toMatchObject({ key: new Uint8Array(32).fill(9), generated: false })
  expect(loaded.id).toMatch(/^[0-9a-f]{16}$/)
  expect(readdirSync(home)).toEqual([])
})

test.each(['', 'short', `${setting}=`, setting.slice(0, -1), Buffer.alloc(31).toString('base64')])(
  'the setting %j is refused',
  (masterKey) => {
    expect(() => loadMasterKey({ masterKey, dataDir: home, allowGenerated: true })).toThrow('MASTER_KEY')
  },
)

test('without a setting a file is made once, for its owner only', () => {
  const dataDir = join(home, 'fresh')
  const first = loadMasterKey({ dataDir, allowGenerated: true })
  expect(first.generated).toBe(true)
  expect(readdirSync(dataDir)).toEqual(['master.key'])
  expect(statSync(join(dataDir, 'master.key')).mode & 0o777).toBe(0o600)
  expect(loadMasterKey({ dataDir, allowGenerated: true })).toEqual(first)
  expect(readFileSync(join(dataDir, 'master.key'), 'utf8').trim()).toBe(Buffer.from(first.key).toString('base64'))
})

test('where generated keys are not allowed, a file does not help', () => {
  loadMasterKey({ dataDir: home, allowGenerated: true })
  expect(() => loadMasterKey({ dataDir: home, allowGenerated: false })).toThrow('MASTER_KEY is not set')
})

test.each([0o640, 0o604, 0o660])('a file with mode %o is refused', (mode) => {
  loadMasterKey({ dataDir: home, allowGenerated: true })
  chmodSync(join(home, 'master.key'), mode)
  expect(() => loadMasterKey({ dataDir: home, allowGenerated: true })).toThrow('chmod 600')
})

test('a broken file is refused, never replaced', () => {
  const path = join(home, 'master.key')
  writeFileSync(path, 'half a k', { mode: 0o600 })
  expect(() => loadMasterKey({ dataDir: home, allowGenerated: true })).toThrow(path)
  expect(readFileSync(path, 'utf8')).toBe('half a k')
})

test('processes that start at once agree on one key', async () => {
  const script = `
    const { loadMasterKey } = await import(${JSON.stringify(join(import.meta.dirname, 'master-key.ts'))})
    while (Date.now() < Number(process.argv[1])) {}
    process.stdout.write(loadMasterKey({ dataDir: process.argv[2], allowGenerated: true }).id)`
  const start = String(Date.now() + 1_500)
  const ids = await Promise.all(
    Array.from({ length: 6 }, () =>
      promisify(execFile)(process.execPath, ['--input-type=module', '-e', script, start, home]),
    ),
  )
  expect(new Set(ids.map(({ stdout }) => stdout)).size).toBe(1)
  expect(readdirSync(home)).toEqual(['master.key'])
}, 20_000)

test('derived keys differ by label and by parent', () => {
  const parent = new Uint8Array(32).fill(1)
  expect(deriveKey(parent, 'scope')).toEqual(deriveKey(parent, 'scope'))
  expect(deriveKey(parent, 'scope')).toHaveLength(32)
  expect(deriveKey(parent, 'scope')).not.toEqual(deriveKey(parent, 'code-pepper'))
  expect(deriveKey(parent, 'scope')).not.toEqual(deriveKey(new Uint8Array(32).fill(2), 'scope'))
})
