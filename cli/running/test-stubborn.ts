import { runUntilStopped } from './run-until-stopped.ts'

/** Serves; asked to stop it does so, or waits for a server that is gone. */
setInterval(() => {}, 1_000)
await runUntilStopped(
  'stubborn',
  async () => ({ stop: () => (process.argv[2] === 'hangs' ? new Promise<void>(() => {}) : Promise.resolve()) }),
  300,
)
