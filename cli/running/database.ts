import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { env } from '#env'

const Run = z.object({ databaseUrl: z.string() })

/** Without DATABASE_URL, the command asks the database of the portal that `npm start` runs on this data folder. */
export function useRunningDatabase(): void {
  if (env.DATABASE_URL) return
  try {
    const run = Run.safeParse(JSON.parse(readFileSync(join(env.DATA_DIR, 'run.json'), 'utf8')))
    if (run.success) env.DATABASE_URL = run.data.databaseUrl
  } catch {
    // Nothing runs here: whoever needs a database says so itself.
  }
}
