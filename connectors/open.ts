import type { Dataset } from '#domain/dataset/dataset.ts'
import type { LiveSchema } from '#domain/dataset/draft.ts'
import type { Connector } from './contract.ts'
import { readPostgresSchema } from './postgres/draft.ts'
import { openPostgres } from './postgres.ts'

type Open = (url: string, dataset: Dataset) => Connector

type Kind = { open: Open; readSchema: (url: string, schema: string, signal: AbortSignal) => Promise<LiveSchema> }

/** By the scheme of the connection's address. */
const POSTGRES: Kind = { open: openPostgres, readSchema: readPostgresSchema }
const KINDS: Readonly<Record<string, Kind>> = { postgres: POSTGRES, postgresql: POSTGRES }
export const KNOWN_SCHEMES: readonly string[] = Object.keys(KINDS)

/** null: no source of ours has such an address. Nothing is opened before the first call. */
export const openConnector = (url: string, dataset: Dataset): Connector | null =>
  kindOf(url)?.open(url, dataset) ?? null

/** null: no source of ours has such an address. @throws SourceFault */
export const readLiveSchema = async (url: string, schema: string, signal: AbortSignal): Promise<LiveSchema | null> =>
  (await kindOf(url)?.readSchema(url, schema, signal)) ?? null

function kindOf(url: string): Kind | undefined {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase() ?? ''
  return Object.hasOwn(KINDS, scheme) && URL.canParse(url) ? KINDS[scheme] : undefined
}
