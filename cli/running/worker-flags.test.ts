import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { WORKER_FLAGS, WORKER_MEMORY } from './worker-flags.ts'

test('however a worker is started, it is started alike', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { worker: string } }
  const memory = Object.entries(WORKER_MEMORY).map(([name, value]) => `${name}=${value}`)
  expect(scripts.worker).toContain(`${memory.join(' ')} node ${WORKER_FLAGS.join(' ')} `)
  const compose = readFileSync('compose.yaml', 'utf8').replaceAll(/\s+/g, ' ')
  expect(compose).toContain(`node, ${WORKER_FLAGS.join(', ')}, `)
  for (const [name, value] of Object.entries(WORKER_MEMORY)) expect(compose).toContain(`${name}: "${value}"`)
})
