import { createHmac } from 'node:crypto'
import type { RowKey } from '#domain/erasure/plan.ts'

const keyed = (indexKey: Uint8Array, words: readonly unknown[]) =>
  createHmac('sha256', indexKey).update(JSON.stringify(words))

/** Keyed, so that the ledger says nothing to anybody without the controller's key; replay hashes live keys and compares. */
export const ledgerHash = (indexKey: Uint8Array, sourceId: string, collection: string, key: RowKey): string =>
  keyed(indexKey, ['ledger', sourceId, collection, ...key]).digest('hex')

/** Whose row it was, as little readable: see `ownerDigest`. */
export const ownerHash = (indexKey: Uint8Array, sourceId: string, collection: string, owner: string): string =>
  keyed(indexKey, ['owner', sourceId, collection, owner]).digest('base64url')

/** The salt of an erasure's hashes. Drawn from the controller's key, so that a replay writes the same again. */
export const erasureSalt = (indexKey: Uint8Array, requestId: string, sourceId: string): string =>
  keyed(indexKey, ['salt', requestId, sourceId]).digest('base64url')
