import { open } from 'node:fs/promises'
import { Jwks } from '#domain/certificate/keys.ts'
import { UnusableInput } from './usage.ts'

const LARGEST_KEY_SET_BYTES = 1_000_000
const ANSWER_WITHIN_MS = 10_000

/** The issuer's public keys (RFC 7517) from a file or an address. @throws UnusableInput saying what is missing */
export async function readKeys(from: string | undefined): Promise<Jwks> {
  if (from === undefined)
    throw new UnusableInput(
      'The issuer’s public keys are needed: --jwks <file | https://…>. They are published at /.well-known/jwks.json of the portal.',
    )
  const text = /^https?:/i.test(from) ? await fetchKeys(from) : (await readSmallFile(from)).toString('utf8')
  const keys = Jwks.safeParse(parse(text))
  if (!keys.success) throw new UnusableInput(`--jwks: ${from} is not a JSON Web Key Set`)
  return keys.data
}

/** @throws UnusableInput when it cannot be read or is larger than any file of its kind */
export async function readSmallFile(path: string, mostBytes = LARGEST_KEY_SET_BYTES): Promise<Buffer> {
  try {
    await using file = await open(path)
    const bytes = Buffer.alloc(mostBytes + 1)
    let length = 0
    for (let more = true; more && length < bytes.length; ) {
      const { bytesRead } = await file.read(bytes, length, bytes.length - length)
      length += bytesRead
      more = bytesRead > 0
    }
    if (length > mostBytes) throw new UnusableInput(`${path} is larger than ${mostBytes} bytes`)
    return bytes.subarray(0, length)
  } catch (fault) {
    if (fault instanceof UnusableInput) throw fault
    throw new UnusableInput(`${path} cannot be read`, { cause: fault })
  }
}

/** Keys that somebody on the way could swap are worth nothing: https only, or this very machine. */
async function fetchKeys(address: string): Promise<string> {
  const url = URL.canParse(address) ? new URL(address) : null
  const isLoopback = url !== null && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname)
  if (url === null || (url.protocol !== 'https:' && !isLoopback))
    throw new UnusableInput('--jwks: expected a file or an https:// address (http:// only on this machine)')
  try {
    const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(ANSWER_WITHIN_MS) })
    if (!answer.ok || answer.body === null) throw new UnusableInput(`--jwks: ${url.href} answered ${answer.status}`)
    const chunks: Uint8Array[] = []
    let length = 0
    for await (const chunk of answer.body) {
      length += chunk.length
      if (length > LARGEST_KEY_SET_BYTES) throw new UnusableInput(`--jwks: ${url.href} answers too much to be keys`)
      chunks.push(chunk)
    }
    return Buffer.concat(chunks).toString('utf8')
  } catch (fault) {
    if (fault instanceof UnusableInput) throw fault
    throw new UnusableInput(`--jwks: no answer from ${url.href}`, { cause: fault })
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
