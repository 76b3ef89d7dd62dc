import { databaseUrl, withoutScope } from '#data/db.ts'
import { masterKey } from '#data/master-key.ts'
import { type Env, env } from '#env'
import { assertSafeRole } from './safe-role.ts'

/** Everything the demo seed makes is reachable at this domain, so that a production can tell that it is not one. */
export const DEMO_DOMAIN = 'demo.hakku.example'

type Settings = Pick<Env, 'HAKKU_ENV' | 'NODE_ENV' | 'PUBLIC_URL' | 'MASTER_KEY' | 'RESEND_API_KEY' | 'SMTP_URL'> &
  Partial<Pick<Env, 'HTTP_SOURCE_LOOPBACK'>>

/** What a demo may leave out and a production may not; each line begins with the variable's name. */
export function settingsMissing(settings: Settings): string[] {
  if (settings.HAKKU_ENV !== 'production') return []
  const lines: [boolean, string][] = [
    [settings.NODE_ENV !== 'production', 'NODE_ENV: expected production'],
    [!settings.PUBLIC_URL?.startsWith('https://'), 'PUBLIC_URL: expected the https:// address that people open'],
    [!settings.MASTER_KEY, 'MASTER_KEY: a generated key is for the demo; make one with `openssl rand -base64 32`'],
    [
      !settings.RESEND_API_KEY && !settings.SMTP_URL,
      'RESEND_API_KEY or SMTP_URL: mail would stay in the local outbox of /dev/mail, which is for the demo',
    ],
    [
      settings.HTTP_SOURCE_LOOPBACK === true,
      'HTTP_SOURCE_LOOPBACK: sources would be called without TLS, and on this machine; that is for the demo',
    ],
  ]
  return lines.flatMap(([isMissing, line]) => (isMissing ? [line] : []))
}

const hasDemoSeed = (): Promise<boolean> =>
  withoutScope(
    async (tx) => (await tx.controller.findFirst({ where: { contact: { endsWith: `@${DEMO_DOMAIN}` } } })) !== null,
  )

/**
 * Web and worker ask this before they serve anybody.
 * @throws Error naming what is unsafe: a role that could pass the walls, or a production that is still a demo
 */
export async function assertSafeStart(): Promise<void> {
  const missing = settingsMissing(env)
  if (missing.length > 0) throw new Error(`A production cannot start like this:\n  ${missing.join('\n  ')}`)
  masterKey()
  await assertSafeRole(databaseUrl())
  if (env.HAKKU_ENV === 'production' && (await hasDemoSeed()))
    throw new Error('DATABASE_URL: this database holds the demo, with accounts anybody can use. Start on an empty one.')
}
