import { env } from '#env'

/** @throws Error when the owner's address is not set */
export function ownerUrl(): string {
  if (!env.MIGRATE_DATABASE_URL)
    throw new Error('MIGRATE_DATABASE_URL: expected the postgres:// address of the role that owns the tables')
  return env.MIGRATE_DATABASE_URL
}

/** The migrator gives hakku_app the login that DATABASE_URL already names; another role's login is not ours to change. */
export function appLogin(): { appPassword?: string } {
  if (!env.DATABASE_URL) return {}
  const { username, password } = new URL(env.DATABASE_URL)
  return username === 'hakku_app' && password ? { appPassword: decodeURIComponent(password) } : {}
}
