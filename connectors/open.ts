import type { Dataset } from '#domain/dataset/dataset.ts'
import type { LiveSchema } from '#domain/dataset/draft.ts'
import type { Connector } from './contract.ts'
import { readMongoSchema } from './mongodb/draft.ts'
import { openMongo } from './mongodb.ts'
import { readMysqlSchema } from './mysql/draft.ts'
import { openMysql } from './mysql.ts'
import { readPostgresSchema } from './postgres/draft.ts'
import { openPostgres } from './postgres.ts'

type Open = (url: string, dataset: Dataset) => Connector

type Kind = { open: Open; readSchema: (url: string, schema: string | null, signal: AbortSignal) => Promise<LiveSchema> }

/** By the scheme of the connection's address. */
const POSTGRES: Kind = { open: openPostgres, readSchema: readPostgresSchema }
const MYSQL: Kind = { open: openMysql, readSchema: readMysqlSchema }
const MONGODB: Kind = { open: openMongo, readSchema: readMongoSchema }
const KINDS: Readonly<Record<string, Kind>> = {
  postgres: POSTGRES,
  postgresql: POSTGRES,
  mysql: MYSQL,
  mariadb: MYSQL,
  mongodb: MONGODB,
  'mongodb+srv': MONGODB,
}
export const KNOWN_SCHEMES: readonly string[] = Object.keys(KINDS)

/** null: no source of ours has such an address. Nothing is opened before the first call. */
export const openConnector = (url: string, dataset: Dataset): Connector | null =>
  kindOf(url)?.open(url, dataset) ?? null

/** @param schema null: the usual one of its kind. @returns null: no source of ours has such an address. @throws SourceFault */
export const readLiveSchema = async (
  url: string,
  schema: string | null,
  signal: AbortSignal,
): Promise<LiveSchema | null> => (await kindOf(url)?.readSchema(url, schema, signal)) ?? null

function kindOf(url: string): Kind | undefined {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase() ?? ''
  const kind = Object.hasOwn(KINDS, scheme) ? KINDS[scheme] : undefined
  // A replica set's address names several hosts, which no URL does: its driver reads it.
  return kind === MONGODB || URL.canParse(url) ? kind : undefined
}
