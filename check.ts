import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

type Outcome = { passed: number; failed: number }
type Step = { name: string; command: string; refuses?: (output: string) => string | null }

const FOLDERS = ['app', 'cli', 'connectors', 'crypto', 'data', 'domain', 'emails', 'jobs']

const countSources = (): number =>
  FOLDERS.flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' })).filter((path) =>
    /\.tsx?$/.test(path),
  ).length

/** A tool that cannot read TypeScript finds no fault either: it must have seen every file and what they import. */
function blind(output: string): string | null {
  const [, modules = '0', dependencies = '0'] = /(\d+) modules, (\d+) dependencies cruised/.exec(output) ?? []
  const floor = countSources()
  const sees = Number(modules) >= floor && Number(dependencies) >= floor
  return sees ? null : `dependency-cruiser saw ${modules} modules and ${dependencies} imports of ${floor} files or more`
}

/** The slowest first; two run at a time. */
const STEPS: readonly Step[] = [
  { name: 'types', command: 'tsc --noEmit --pretty false -p tsconfig.check.json' },
  {
    name: 'format and lint',
    command: 'biome check --error-on-warnings --diagnostic-level=warn --max-diagnostics=40 .',
  },
  { name: 'imports', command: 'depcruise --config .dependency-cruiser.cjs -T err .', refuses: blind },
  { name: 'unused', command: 'knip --no-config-hints' },
  { name: 'conventions', command: 'vitest run --project conventions' },
]

function run(command: string): Promise<{ code: number; output: string }> {
  const [program = '', ...words] = command.split(' ')
  return new Promise((done, failed) => {
    const child = spawn(join('node_modules/.bin', program), words, { stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
    child.once('error', failed)
    child.once('close', (code) => done({ code: code ?? 1, output }))
  })
}

async function take(step: Step): Promise<boolean> {
  const startedMs = performance.now()
  const { code, output } = await run(step.command)
  const refusal = step.refuses?.(output) ?? null
  const good = code === 0 && refusal === null
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
  process.stdout.write(`${good ? 'ok    ' : 'FAILED'} ${step.name} (${seconds} s)\n`)
  if (!good) process.stdout.write(`${[output.trim(), refusal].filter(Boolean).join('\n')}\n\n`)
  return good
}

/** Runs every step, whatever the others say. */
export async function check(steps: readonly Step[] = STEPS): Promise<Outcome> {
  const waiting = [...steps]
  const outcome = { passed: 0, failed: 0 }
  const lane = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift())
      outcome[(await take(step)) ? 'passed' : 'failed'] += 1
  }
  await Promise.all([lane(), lane()])
  return outcome
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { passed, failed } = await check(
    STEPS.filter(({ name }) => process.argv.length < 3 || process.argv.includes(name)),
  )
  process.stdout.write(`${passed} passed, ${failed} failed\n`)
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0
}
