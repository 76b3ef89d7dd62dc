import { closeDatabase } from '#data/db.ts'
import { assertSafeStart } from '#data/safe-start.ts'
import { env } from '#env'
import { startWeb } from '../server.ts'
import { runUntilStopped, STOPS_WITHIN_MS } from './running/run-until-stopped.ts'

await runUntilStopped(
  'web',
  async () => {
    await assertSafeStart()
    const web = await startWeb({ port: env.PORT, host: env.HOST, dev: env.NODE_ENV === 'development' })
    const stop = async () => {
      await web.close()
      await closeDatabase()
    }
    return { url: web.url, stop }
  },
  STOPS_WITHIN_MS.web,
)
