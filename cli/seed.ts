import { closeDatabase } from '#data/db.ts'
import { env } from '#env'
import { seed } from '#prisma/seed.ts'
import { ownerUrl } from './running/owner.ts'

/** `npm run seed`: the demo's controllers, people, shop and requests; what is there already stays. */
try {
  if (env.HAKKU_ENV === 'production') throw new Error('HAKKU_ENV: the demo seed has no place in a production')
  await seed(ownerUrl())
  console.log('The demo is in place.')
} catch (fault) {
  console.error(fault instanceof Error ? fault.message : fault)
  process.exitCode = 1
} finally {
  await closeDatabase()
}
