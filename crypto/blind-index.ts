import { createHmac } from 'node:crypto'
import { deriveKey } from './master-key.ts'

/**
 * Finds a value without storing it: the same value under another controller or in another field gives another index.
 * @param value already normalised; the same person written in two ways is two values
 * @returns 64 hex digits (HMAC-SHA-256 under a key for this controller and field)
 */
export function blindIndex(controllerKey: Uint8Array, field: string, value: string): string {
  return createHmac('sha256', deriveKey(controllerKey, `blind-index/${field}`))
    .update(value)
    .digest('hex')
}
