import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'

const json = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'))
const Floors = z.strictObject({
  versions: z.record(z.string(), z.strictObject({ lowest: z.array(z.string()).min(1), why: z.string().min(1) })),
  installScripts: z.record(z.string(), z.string().min(1)),
  hosts: z.array(z.url()),
  licences: z.array(z.string()),
  licencesInText: z.record(z.string(), z.string().min(1)),
})
const Lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      resolved: z.string().optional(),
      integrity: z.string().optional(),
      optional: z.boolean().optional(),
      hasInstallScript: z.boolean().optional(),
    }),
  ),
})
const floors = Floors.parse(json('floors.json'))
const { '': _ourselves, ...locked } = Lock.parse(json('package-lock.json')).packages
const manifest = z.object({ allowScripts: z.record(z.string(), z.boolean()) }).parse(json('package.json'))
const installed = Object.entries(locked).map(([path, facts]) => ({
  path,
  name: path.replace(/^.*node_modules\//, ''),
  ...facts,
}))

const numbers = (version: string) => version.split(/[.-]/, 3).map(Number)
const isAtLeast = (version: string, floor: string): boolean => {
  const [have, need] = [numbers(version), numbers(floor)]
  const first = have.findIndex((part, index) => part !== need[index])
  return first === -1 || (have[first] ?? 0) > (need[first] ?? 0)
}

/** A floor holds for its own major version; a version above all floors is fine, one between majors is not. */
const isSafe = (version: string, lowest: readonly string[]): boolean => {
  const sameMajor = lowest.filter((floor) => numbers(floor)[0] === numbers(version)[0])
  return sameMajor.length > 0
    ? sameMajor.every((floor) => isAtLeast(version, floor))
    : lowest.every((floor) => isAtLeast(version, floor))
}

test.each([
  ['16.4.6', ['16.4.3'], true],
  ['16.4.2', ['16.4.3'], false],
  ['17.0.0', ['16.4.3'], true],
  ['15.9.9', ['16.4.3'], false],
  ['4.15.9', ['4.15.5', '6.2.17'], true],
  ['4.15.4', ['4.15.5', '6.2.17'], false],
  ['5.9.0', ['4.15.5', '6.2.17'], false],
  ['16.10.0', ['16.4.3'], true],
])('%s against %j is %s', (version, lowest, safe) => expect(isSafe(version, lowest)).toBe(safe))

test.each(Object.entries(floors.versions))('every %s is at or above its floor', (name, { lowest }) => {
  const versions = installed.filter((entry) => entry.name === name)
  expect(versions).not.toEqual([])
  expect(versions.filter(({ version = '0' }) => !isSafe(version, lowest)).map(({ path }) => path)).toEqual([])
})

test('only the install scripts with a reason run', () => {
  const allowed = Object.keys(manifest.allowScripts).filter((name) => manifest.allowScripts[name])
  expect(allowed.sort()).toEqual(Object.keys(floors.installScripts).sort())
  const undecided = installed.filter(
    ({ name, hasInstallScript }) => hasInstallScript && !(name in manifest.allowScripts),
  )
  expect(undecided.map(({ name }) => name)).toEqual([])
})

test('every package comes from the public registry and has a checksum', () => {
  expect(installed.length).toBeGreaterThan(300)
  const foreign = installed.filter(
    ({ resolved }) => resolved && !floors.hosts.some((host) => resolved.startsWith(host)),
  )
  const unchecked = installed.filter(({ integrity, optional }) => !integrity && !optional)
  expect([...foreign, ...unchecked].map(({ path }) => path)).toEqual([])
})

test('every licence is one we can pass on', () => {
  const Package = z.object({ license: z.string().optional() })
  const here = installed.filter(({ path }) => existsSync(`${path}/package.json`))
  expect(here.length).toBeGreaterThan(200)
  const refused = here.filter(({ path, name }) => {
    const { license = '' } = Package.parse(json(`${path}/package.json`))
    const parts = license.replace(/[()]/g, '').split(/ (?:and|or) /i)
    return !(name in floors.licencesInText) && !parts.every((part) => floors.licences.includes(part))
  })
  expect(refused.map(({ path }) => path)).toEqual([])
})
