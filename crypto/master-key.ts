import { hkdfSync, randomBytes } from 'node:crypto'
import {
  closeSync,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'

export type MasterKey = Readonly<{ id: string; key: Uint8Array<ArrayBuffer>; generated: boolean }>

/**
 * The root of all encryption: from the setting (base64 of 32 bytes), else from `<dataDir>/master.key`, made once.
 * @throws Error when neither is there, the key is not 32 bytes, or others may read the file
 */
export function loadMasterKey(from: {
  masterKey?: string | undefined
  dataDir: string
  allowGenerated: boolean
}): MasterKey {
  if (from.masterKey !== undefined) return masterKey(decodeKey(from.masterKey, 'MASTER_KEY'), false)
  if (!from.allowGenerated) throw new Error('MASTER_KEY is not set: make one with `openssl rand -base64 32`')
  const path = join(from.dataDir, 'master.key')
  return masterKey(readKeyFile(path) ?? createKeyFile(from.dataDir, path), true)
}

/** A key of 32 bytes for one purpose, which tells nothing about its parent or its siblings (HKDF-SHA-256, RFC 5869). */
export function deriveKey(key: Uint8Array, label: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(hkdfSync('sha256', key, new Uint8Array(0), `hakku/${label}`, 32))
}

/** A name for a key that tells nothing about it: 16 hexadecimal digits. */
export function keyId(key: Uint8Array): string {
  return Buffer.from(deriveKey(key, 'key-id')).toString('hex').slice(0, 16)
}

function masterKey(key: Uint8Array<ArrayBuffer>, generated: boolean): MasterKey {
  return { id: keyId(key), key, generated }
}

function decodeKey(text: string, source: string): Uint8Array<ArrayBuffer> {
  const key = Uint8Array.from(Buffer.from(text, 'base64'))
  if (key.length !== 32 || Buffer.from(key).toString('base64') !== text)
    throw new Error(`${source} must hold 32 bytes in base64`)
  return key
}

function readKeyFile(path: string): Uint8Array<ArrayBuffer> | null {
  const file = openIfThere(path)
  if (file === null) return null
  try {
    if ((fstatSync(file).mode & 0o077) !== 0) throw new Error(`${path} can be read by others: run chmod 600 on it`)
    return decodeKey(readFileSync(file, 'utf8').trimEnd(), path)
  } finally {
    closeSync(file)
  }
}

function openIfThere(path: string): number | null {
  try {
    return openSync(path, 'r')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null
    throw error
  }
}

/** A hard link appears whole or not at all, so of two processes one wins and both read the winner's key. */
function createKeyFile(dataDir: string, path: string): Uint8Array<ArrayBuffer> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const draft = `${path}.${randomBytes(8).toString('hex')}`
  const file = openSync(draft, 'wx', 0o600)
  try {
    writeSync(file, `${randomBytes(32).toString('base64')}\n`)
    fsyncSync(file)
    linkSync(draft, path)
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error
  } finally {
    closeSync(file)
    unlinkSync(draft)
  }
  const key = readKeyFile(path)
  if (key === null) throw new Error(`${path} vanished while it was being made`)
  return key
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
