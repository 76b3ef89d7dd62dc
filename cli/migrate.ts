import { scopeKey } from '#data/db.ts'
import { migrate } from '#prisma/migrate.ts'
import { appLogin, ownerUrl } from './running/owner.ts'

/** `npm run migrate`: brings the database up to date; safe to run again and by several at once. */
try {
  const applied = await migrate(ownerUrl(), { scopeKey: scopeKey(), ...appLogin() })
  console.log(applied.length > 0 ? `Applied ${applied.join(', ')}.` : 'The database is up to date.')
} catch (fault) {
  console.error(fault instanceof Error ? fault.message : fault)
  process.exitCode = 1
}
