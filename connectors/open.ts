import type { Dataset } from '#domain/dataset/dataset.ts'
import type { Connector } from './contract.ts'
import { openPostgres } from './postgres.ts'

type Open = (url: string, dataset: Dataset) => Connector

/** By the scheme of the connection's address. */
const KINDS: Readonly<Record<string, Open>> = { postgres: openPostgres, postgresql: openPostgres }
export const KNOWN_SCHEMES: readonly string[] = Object.keys(KINDS)

/** null: no source of ours has such an address. Nothing is opened before the first call. */
export function openConnector(url: string, dataset: Dataset): Connector | null {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase() ?? ''
  const open = Object.hasOwn(KINDS, scheme) ? KINDS[scheme] : undefined
  return open !== undefined && URL.canParse(url) ? open(url, dataset) : null
}
