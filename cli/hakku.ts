import { useRunningDatabase } from './running/database.ts'
import { type Exit, UnusableInput, usage } from './usage.ts'

/** Loaded on demand: checking a certificate must not need a database, nor its settings. */
const COMMANDS: Record<string, () => Promise<(args: string[]) => Promise<Exit>>> = {
  verify: async () => (await import('./verify.ts')).verify,
  audit: async () => {
    useRunningDatabase()
    return (await import('./audit.ts')).audit
  },
  clock: async () => (await import('./clock.ts')).clock,
  ledger: async () => {
    useRunningDatabase()
    return (await import('./ledger.ts')).ledger
  },
  keys: async () => {
    useRunningDatabase()
    return (await import('./keys.ts')).keys
  },
  source: async () => (await import('./source.ts')).source,
}

async function run([name = '', ...args]: string[]): Promise<Exit> {
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (load !== undefined && !args.includes('--help')) return (await load())(args)
  console.log(usage)
  return name === '' || name === '--help' || name === 'help' || load !== undefined ? 0 : 2
}

try {
  process.exitCode = await run(process.argv.slice(2))
} catch (fault) {
  // Options that do not parse (ERR_PARSE_ARGS_*) and databases that do not answer are no verdict either.
  console.error(fault instanceof Error ? fault.message : String(fault))
  if (!(fault instanceof UnusableInput)) console.error('hakku --help says what can be asked.')
  process.exitCode = 2
}
