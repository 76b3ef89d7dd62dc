import { createHmac } from 'node:crypto'
import { PrismaPg } from '@prisma/adapter-pg'
import { deriveKey } from '#crypto/master-key.ts'
import { type Actor, scopeOf } from '#domain/actor.ts'
import { env } from '#env'
import { type Prisma, PrismaClient } from '#prisma/generated/client.ts'
import { masterKey } from './master-key.ts'
import { SteadyClient } from './steady-client.ts'

export type Tx = Prisma.TransactionClient

const SCOPE_SECONDS = 60
export const LONGEST_TRANSACTION_MS = 20_000
const globals = globalThis as unknown as { hakkuClient?: PrismaClient }

function client(): PrismaClient {
  globals.hakkuClient ??= new PrismaClient({
    adapter: new PrismaPg({
      connectionString: databaseUrl(),
      Client: SteadyClient,
      max: env.DATABASE_POOL,
      options: '-c statement_timeout=30000 -c idle_in_transaction_session_timeout=30000 -c lock_timeout=10000',
    }),
    transactionOptions: { maxWait: 10_000, timeout: LONGEST_TRANSACTION_MS },
  })
  return globals.hakkuClient
}

/** @throws Error when neither DATABASE_URL is set nor the embedded server was started by `npm start` */
export function databaseUrl(): string {
  if (!env.DATABASE_URL) throw new Error('DATABASE_URL: expected a postgres:// address of the role hakku_app')
  return env.DATABASE_URL
}

/** The key that signs scopes; the migrator stores its pads in the database. */
export const scopeKey = (): Uint8Array =>
  env.SCOPE_KEY ? Buffer.from(env.SCOPE_KEY, 'base64') : deriveKey(masterKey().key, 'scope')

type Door = 'tenant' | 'sign-in'

/** 'door|controllers|expiry|hmac': what `hakku.scope()` checks in the database. */
export function signScope(door: Door, controllerIds: readonly string[], nowSeconds: number): string {
  const body = `${door}|${controllerIds.join(',')}|${nowSeconds + SCOPE_SECONDS}`
  return `${body}|${createHmac('sha256', scopeKey()).update(body).digest('hex')}`
}

function scoped<T>(scope: string, fn: (tx: Tx) => Promise<T>): Promise<T> {
  return client().$transaction(async (tx) => {
    await tx.$queryRaw`select set_config('app.scope', ${scope}, true)`
    return fn(tx)
  })
}

const nowSeconds = () => Math.floor(Date.now() / 1000)

/** One transaction as the role `hakku_app`, which sees the rows of this actor's controllers and no others. */
export const transact = <T>(actor: Actor, fn: (tx: Tx) => Promise<T>): Promise<T> =>
  scoped(signScope('tenant', scopeOf(actor), nowSeconds()), fn)

/** A transaction of the sign-in door: users and sessions, before anybody's controller is known. */
export const atTheDoor = <T>(fn: (tx: Tx) => Promise<T>): Promise<T> =>
  scoped(signScope('sign-in', [], nowSeconds()), fn)

/** A transaction with no scope: public facts, and the functions that answer ids only. */
export const withoutScope = <T>(fn: (tx: Tx) => Promise<T>): Promise<T> => client().$transaction(fn)

export const closeDatabase = async (): Promise<void> => {
  await globals.hakkuClient?.$disconnect()
  delete globals.hakkuClient
}
