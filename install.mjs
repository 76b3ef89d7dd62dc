// Runs before everything else, on whatever Node the machine has: no dependencies, and only syntax that an old Node can read.
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const OLDEST_NODE = [20, 19]
const root = dirname(fileURLToPath(import.meta.url))
const bin = join(root, 'node_modules', '.bin')

function fail(message) {
  console.error(`\n${message}\n`)
  process.exit(1)
}

function refuseOldNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]))
    fail(
      `Hakku needs Node ${OLDEST_NODE.join('.')} or later to install; this is ${process.versions.node}. See https://nodejs.org`,
    )
}

function readJson(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null
}

/** npm writes down what it installed, last: it must be what the lock file says, less what is optional. */
function isInstalled() {
  const installed = readJson(join(root, 'node_modules', '.package-lock.json'))
  if (!installed || !existsSync(join(bin, 'node'))) return false
  const { '': _project, ...wanted } = readJson(join(root, 'package-lock.json')).packages
  const same = (path) =>
    wanted[path].version === installed.packages[path].version &&
    wanted[path].integrity === installed.packages[path].integrity
  return (
    Object.keys(wanted).every((path) => (installed.packages[path] ? same(path) : wanted[path].optional === true)) &&
    Object.keys(installed.packages).every((path) => wanted[path])
  )
}

/** npm must not run on the Node that it is about to delete from node_modules. */
function machinePath() {
  return process.env.PATH.split(delimiter)
    .filter((folder) => !folder.endsWith(join('node_modules', '.bin')))
    .join(delimiter)
}

function install() {
  console.log('• Installing packages (npm ci), about a minute and a half …')
  const startedAt = Date.now()
  const { status, error } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PATH: machinePath() },
  })
  if (error || status !== 0)
    fail(
      `npm ci failed${error ? ` (${error.message})` : ''}. Is the registry reachable, and is there room on the disk? Then try again.`,
    )
  if (!isInstalled())
    fail('npm ci ended well, but node_modules is not what package-lock.json says. Delete node_modules and try again.')
  console.log(`  done in ${Math.round((Date.now() - startedAt) / 1000)} s`)
}

/** The database client is generated from the schema; nothing is downloaded for it. */
function generateClient() {
  const stamp = join(root, 'prisma', 'generated', '.made-from')
  const madeFrom = createHash('sha256')
    .update(readFileSync(join(root, 'prisma', 'schema.prisma')))
    .update(readFileSync(join(root, 'node_modules', 'prisma', 'package.json')))
    .digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === madeFrom) return
  console.log('• Generating the database client …')
  try {
    execFileSync(join(bin, 'node'), [join(root, 'node_modules', 'prisma', 'build', 'index.js'), 'generate'], {
      cwd: root,
      stdio: 'pipe',
      // Generating needs no schema engine; any executable keeps Prisma from downloading one or asking for updates.
      env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' },
    })
  } catch (error) {
    fail(`prisma generate failed:\n${error.stderr}`)
  }
  writeFileSync(stamp, madeFrom)
}

refuseOldNode()
if (!isInstalled()) install()
generateClient()
