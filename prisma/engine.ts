import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils'
import type { SchemaEngine as Engine } from '@prisma/schema-engine-wasm'

const HERE = import.meta.dirname
const FILTERS = { externalTables: [], externalEnums: [] }
const SCHEMA_PATH = 'prisma/schema.prisma'

type Glue = {
  __wbg_set_wasm(exports: WebAssembly.Exports): void
  SchemaEngine: { new: (...args: unknown[]) => Promise<Engine> }
}

async function loadGlue(): Promise<Glue> {
  const folder = dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'))
  const glue: Glue = await import(join(folder, 'schema_engine_bg.js'))
  const module = await WebAssembly.compile(await readFile(join(folder, 'schema_engine_bg.wasm')))
  const instance = await WebAssembly.instantiate(module, {
    './schema_engine_bg.js': glue as unknown as WebAssembly.ModuleImports,
  })
  glue.__wbg_set_wasm(instance.exports)
  ;(instance.exports['__wbindgen_start'] as () => void)()
  return glue
}

/** The adapter splits scripts at every semicolon, which breaks function bodies: hand PostgreSQL the whole script. */
function wholeScripts(factory: SqlMigrationAwareDriverAdapterFactory): SqlMigrationAwareDriverAdapterFactory {
  const whole = async (connect: () => Promise<Awaited<ReturnType<typeof factory.connect>>>) => {
    const adapter = (await connect()) as Awaited<ReturnType<typeof factory.connect>> & {
      underlyingDriver(): { query(sql: string): Promise<unknown> }
      onError(error: unknown): never
    }
    adapter.executeScript = async (script: string) => {
      try {
        await adapter.underlyingDriver().query(script)
      } catch (error) {
        adapter.onError(error)
      }
    }
    return adapter
  }
  const connect = factory.connect.bind(factory)
  const connectToShadowDb = factory.connectToShadowDb.bind(factory)
  factory.connect = () => whole(connect)
  factory.connectToShadowDb = () => whole(connectToShadowDb)
  return factory
}

async function openEngine(url: string): Promise<Engine> {
  const [glue, schema] = await Promise.all([loadGlue(), readFile(join(HERE, 'schema.prisma'), 'utf8')])
  const factory = bindMigrationAwareSqlAdapterFactory(wholeScripts(new PrismaPg({ connectionString: url })))
  return glue.SchemaEngine.new({ datamodels: [[SCHEMA_PATH, schema]] }, () => {}, factory)
}

/** SQL that creates the whole of `schema.prisma` on an empty database: the start of a new migration. */
export async function schemaAsSql(url: string): Promise<string> {
  const engine = await openEngine(url)
  const schema = await readFile(join(HERE, 'schema.prisma'), 'utf8')
  const { stdout } = await engine.diff({
    from: { tag: 'empty' },
    to: { tag: 'schemaDatamodel', files: [{ path: SCHEMA_PATH, content: schema }] },
    script: true,
    exitCode: null,
    filters: FILTERS,
  })
  return stdout ?? ''
}

async function migrationsOnDisk() {
  const baseDir = join(HERE, 'migrations')
  const entries = await readdir(baseDir, { withFileTypes: true })
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
  const migrationDirectories = await Promise.all(
    names.map(async (path) => ({
      path,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok' as const, value: await readFile(join(baseDir, path, 'migration.sql'), 'utf8') },
      },
    })),
  )
  const content = await readFile(join(baseDir, 'migration_lock.toml'), 'utf8')
  return {
    baseDir,
    lockfile: { path: 'migration_lock.toml', content },
    shadowDbInitScript: '',
    migrationDirectories,
  }
}

/**
 * Applies what is missing of `prisma/migrations`, in order, and answers the names applied now.
 * Runs Prisma's own schema engine in WebAssembly, so no binary is downloaded and `_prisma_migrations` stays compatible.
 * @throws when a migration fails; it is then recorded as failed
 */
export async function applyMigrations(url: string): Promise<string[]> {
  const engine = await openEngine(url)
  const { appliedMigrationNames } = await engine.applyMigrations({
    migrationsList: await migrationsOnDisk(),
    filters: FILTERS,
  })
  return appliedMigrationNames
}
