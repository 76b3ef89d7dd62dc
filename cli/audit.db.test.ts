import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { sealLog } from '#data/audit/seal-log.ts'
import { newRequest } from '#data/codes/test-request.ts'
import { ensureSigningKey } from '#data/signing-keys/ensure.ts'
import { findPublicKeys } from '#data/signing-keys/find-public.ts'
import { NOW } from '#data/test-controller.ts'
import { audit } from './audit.ts'

const folder = mkdtempSync(join(tmpdir(), 'hakku-audit-'))
const [file, jwks] = [join(folder, 'log.jsonl'), join(folder, 'jwks.json')]
afterAll(() => rmSync(folder, { recursive: true }))

let said: string[]
beforeEach(() => {
  said = []
  vi.spyOn(console, 'log').mockImplementation((line: string) => said.push(line))
})

/** Other tests damage logs of their own on purpose: only the controller made here is looked at. */
async function onlyMine(controllerId: string): Promise<void> {
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n')
  const start = lines.findIndex((line) => line.includes(`{"controllerId":"${controllerId}","kind":"log"}`))
  const next = lines.findIndex((line, at) => at > start && /"kind":"(log|end)"/.test(line))
  const mine = lines.slice(start, next)
  const count = (kind: string) => mine.filter((line) => JSON.parse(line).kind === kind).length
  const end = {
    checkpoints: count('checkpoint'),
    kind: 'end',
    leaves: count('leaf'),
    logs: 1,
    waiting: count('waiting'),
  }
  await writeFile(file, `${[lines[0], ...mine, JSON.stringify(end)].join('\n')}\n`)
}

test('an operator exports the log; anybody checks the file, and one changed byte is found', async () => {
  await ensureSigningKey(NOW)
  const { system, controllerId } = await newRequest()
  await sealLog(system, NOW)
  expect(await audit(['export', '--out', file])).toBe(0)
  expect(statSync(file).mode & 0o077).toBe(0)
  await writeFile(jwks, JSON.stringify(await findPublicKeys()))
  await onlyMine(controllerId)
  expect(await audit(['verify', file, '--jwks', jwks])).toBe(0)
  await writeFile(file, (await readFile(file, 'utf8')).replace('request.received', 'request.receives'))
  expect(await audit(['verify', file, '--jwks', jwks])).toBe(1)
  expect(said.join('\n')).toContain(`Controller ${controllerId}, entry 0`)
}, 60_000)

test('without a file the database itself is checked', async () => {
  expect(await audit(['verify'])).toBeLessThan(2)
  expect(said.join('\n')).toMatch(/VALID: |INVALID: /)
}, 60_000)
