import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { promisify } from 'node:util'
import { childEnvironment } from '#env'

const SOURCES = [
  '{app,crypto,data,domain,messages}/**/*.{ts,tsx,css,json,svg}',
  '{env,log,middleware,next.config}.ts',
  'postcss.config.mjs',
  'package-lock.json',
  'prisma/schema.prisma',
]
const STAMP = '.next/hakku-sources'

const run = promisify(execFile)

function sourcesHash(): string {
  const hash = createHash('sha256')
  const paths = globSync(SOURCES).filter((path) => !/\.test\.tsx?$/.test(path))
  for (const path of paths.sort()) hash.update(path).update('\0').update(readFileSync(path)).update('\0')
  return hash.digest('hex')
}

function builtFrom(): string | null {
  try {
    readFileSync('.next/BUILD_ID')
    return readFileSync(STAMP, 'utf8')
  } catch {
    return null
  }
}

export const isBuilt = (): boolean => builtFrom() === sourcesHash()

/** @throws Error with the builder's own words when it fails or is aborted */
export async function build(signal: AbortSignal): Promise<void> {
  const madeFrom = sourcesHash()
  const next = createRequire(import.meta.url).resolve('next/dist/bin/next')
  try {
    await run(process.execPath, [next, 'build'], {
      env: childEnvironment({ NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' }),
      signal,
      maxBuffer: 64 * 1024 * 1024,
    })
  } catch (fault) {
    const { stdout = '', stderr = '' } = fault as { stdout?: string; stderr?: string }
    throw new Error(`The pages could not be built:\n${stdout}\n${stderr}`, { cause: fault })
  }
  writeFileSync(STAMP, madeFrom)
}
