import { startServers } from './faults/servers.ts'

/** `npm run bench -- intake | acknowledge | clocks | evenness | sweep | year | export | erase | traverse`: measures in its own portal, prints one JSON line a result. */
const BENCHES = {
  intake: async () => (await import('./intake.ts')).benchIntake,
  acknowledge: async () => (await import('./acknowledge.ts')).benchAcknowledge,
  clocks: async () => (await import('./clocks.ts')).benchClocks,
  evenness: async () => (await import('./evenness.ts')).benchEvenness,
  sweep: async () => (await import('./sweep.ts')).benchSweep,
  year: async () => (await import('./year.ts')).benchYear,
  export: async () => (await import('./export.ts')).benchExport,
  erase: async () => (await import('./erase.ts')).benchErase,
  traverse: async () => (await import('./traverse.ts')).benchTraverse,
} as const

const [name = '', ...words] = process.argv.slice(2)
if (!(name in BENCHES)) throw new Error(`There is no bench ${name}; there are ${Object.keys(BENCHES).join(', ')}.`)

// What these look at never waits for a disk.
const FAST = ['sweep', 'year', 'export', 'erase']

const servers = await startServers('postgres', FAST.includes(name))
try {
  const environment = await servers.openPortal('portal')
  // Before any of our modules reads its settings: this process is part of the portal it measures.
  Object.assign(process.env, environment, { LOG_LEVEL: 'silent' })
  const bench = await BENCHES[name as keyof typeof BENCHES]()
  for await (const line of await bench(environment, servers, words))
    process.stdout.write(`${JSON.stringify({ bench: name, ...line })}\n`)
} finally {
  const { closeDatabase } = await import('#data/db.ts')
  await closeDatabase()
  await servers.stop()
}
process.exit(0)
