import { z } from 'zod'

const flag = z.enum(['0', '1', 'true', 'false']).transform((value) => value === '1' || value === 'true')

/** Every variable Hakku reads. The only place that touches `process.env`; a wrong one stops the start with its name. */
const Env = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  HAKKU_ENV: z
    .enum(['demo', 'production'])
    .default('demo')
    .describe('demo: seeded people, local mail at /dev/mail, generated keys. production: none of these'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000).describe('port the web process listens on'),
  HOST: z.string().default('127.0.0.1').describe('address the web process binds to'),
  PUBLIC_URL: z.url().optional().describe('the address people open, e.g. https://hak.example.id'),
  DATA_DIR: z.string().default('.hakku').describe('embedded database, vault, generated keys, local mail'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'a postgres:// address')
    .optional()
    .describe('the app role (hakku_app) on PostgreSQL 15 or later; unset: the embedded server'),
  MIGRATE_DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'a postgres:// address')
    .optional()
    .describe('the owner role, used by migrate and seed only; unset: the embedded server'),
  DATABASE_POOL: z.coerce.number().int().min(1).max(200).default(10).describe('connections per process'),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'a redis:// or rediss:// address')
    .optional()
    .describe('switches the queue from PostgreSQL to Redis or Valkey'),
  MASTER_KEY: z
    .string()
    .regex(/^[A-Za-z0-9+/]{43}=$/, '32 bytes in base64 (openssl rand -base64 32)')
    .optional()
    .describe('root of all encryption; unset: a generated file in DATA_DIR (demo only)'),
  SCOPE_KEY: z
    .string()
    .regex(/^[A-Za-z0-9+/]{43}=$/, '32 bytes in base64')
    .optional()
    .describe('signs the tenant scope of each transaction; unset: derived from MASTER_KEY'),
  RESEND_API_KEY: z.string().min(1).optional().describe('sends mail through Resend (stored in the United States)'),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'an smtp:// or smtps:// address')
    .optional()
    .describe('sends mail through an SMTP relay'),
  MAIL_FROM: z.string().default('Hakku <hak@localhost>').describe('sender of every mail'),
  MAIL_REGION: z
    .string()
    .regex(/^[A-Z]{2}$/, 'a country code such as ID')
    .default('ID')
    .describe('country where the mail transport stores data'),
  REGION: z
    .string()
    .regex(/^[A-Z]{2}$/, 'a country code such as ID')
    .default('ID')
    .describe('country where this installation stores data'),
  HTTP_SOURCE_NETWORKS: z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap((part) => part.trim() || []))
    .pipe(z.array(z.union([z.cidrv4(), z.cidrv6()], 'networks such as 10.1.0.0/16, separated by commas')))
    .describe('private networks in which sources may be called over https; unset: none'),
  HTTP_SOURCE_LOOPBACK: flag
    .default(false)
    .describe('lets sources be called on this machine, also without TLS: for a demo and for tests only'),
  OIDC_ISSUER: z.url().optional().describe('staff sign in through this OIDC provider'),
  OIDC_CLIENT_ID: z.string().optional().describe('client id at the OIDC provider'),
  OIDC_CLIENT_SECRET: z.string().optional().describe('client secret at the OIDC provider'),
  TRUSTED_PROXIES: z.coerce
    .number()
    .int()
    .min(0)
    .max(5)
    .default(0)
    .describe('reverse proxies in front: how many X-Forwarded-For entries from the right to trust'),
  INTAKE_PER_ADDRESS: z.coerce
    .number()
    .int()
    .min(1)
    .default(30)
    .describe('requests accepted from one network address per hour'),
  INTAKE_PER_CONTACT: z.coerce.number().int().min(1).default(5).describe('requests accepted for one contact per hour'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  CI: flag.optional(),
})

export type Env = z.infer<typeof Env>

/** @throws Error naming every variable that is wrong and what it expects */
export function readEnv(from: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(from).filter(([, value]) => value !== ''))
  const parsed = Env.safeParse(given)
  if (parsed.success) return parsed.data
  const lines = parsed.error.issues.map(({ path, message }) => {
    const name = path.join('.')
    const { description = '' } = Env.shape[name as keyof Env] ?? {}
    return `  ${name}: ${message}${description && ` (${description})`}`
  })
  throw new Error(`Hakku cannot start, these settings are wrong:\n${lines.join('\n')}`)
}

export const env: Env = readEnv(process.env)

/** The environment of a child process: this one's, with what was decided since (an embedded database's address). */
export const childEnvironment = (decided: Record<string, string>): NodeJS.ProcessEnv => ({ ...process.env, ...decided })
