import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { finished } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import type { PublicJwk } from '#crypto/signing.ts'
import { LONGEST_LINE } from '#data/audit/log-file.ts'
import { type LogVerdict, verifyLog } from '#data/audit/verify-log.ts'
import { publicKeys } from '#domain/certificate/keys.ts'
import { faultWords, unusableWords } from './audit-words.ts'
import { type Exit, print, UnusableInput } from './usage.ts'
import { readKeys, readSmallFile } from './verify-keys.ts'

export async function audit(args: string[]): Promise<Exit> {
  const [verb, ...rest] = args
  if (verb === 'export') return exportTo(rest)
  if (verb === 'verify') return verify(rest)
  throw new UnusableInput('audit: expected export or verify')
}

async function exportTo(args: string[]): Promise<Exit> {
  const { values } = parseArgs({ args, options: { out: { type: 'string' } } })
  if (values.out === undefined) throw new UnusableInput('audit export: expected --out <file.jsonl>')
  const part = `${values.out}.part`
  const { exportLog } = await import('#data/audit/export-log.ts')
  const out = createWriteStream(part, { flags: 'wx', mode: 0o600 })
  try {
    await once(out, 'open')
    for await (const line of exportLog()) if (!out.write(`${line}\n`)) await once(out, 'drain')
    out.end()
    await finished(out)
    await rename(part, values.out)
  } catch (fault) {
    out.destroy()
    await rm(part, { force: true })
    throw fault
  } finally {
    await closeDatabase()
  }
  print(`Written to ${values.out}. Check it with: hakku audit verify ${values.out} --jwks <keys>`)
  return 0
}

async function verify(args: string[]): Promise<Exit> {
  const { values, positionals } = parseArgs({
    args,
    options: { jwks: { type: 'string' }, checkpoint: { type: 'string' } },
    allowPositionals: true,
  })
  const [path, ...more] = positionals
  if (more.length > 0) throw new UnusableInput('audit verify: expected one file, or none for the database')
  const known = values.checkpoint === undefined ? undefined : (await readSmallFile(values.checkpoint)).toString('utf8')
  if (path !== undefined) return tell(await verifyLog(linesOf(path), await keysFrom(values.jwks), known))
  try {
    const { exportLog } = await import('#data/audit/export-log.ts')
    if (values.jwks === undefined)
      print('The keys come from the same database. For a check that trusts it less, give --jwks <keys kept elsewhere>.')
    const keys = values.jwks === undefined ? await ownKeys() : await keysFrom(values.jwks)
    return tell(await verifyLog(exportLog(), keys, known))
  } finally {
    await closeDatabase()
  }
}

async function keysFrom(jwks: string | undefined): Promise<PublicJwk[]> {
  const keys = await publicKeys(await readKeys(jwks))
  return keys.map(({ kid, bytes }) => ({
    kty: 'OKP',
    crv: 'Ed25519',
    x: Buffer.from(bytes).toString('base64url'),
    kid,
  }))
}

async function ownKeys(): Promise<PublicJwk[]> {
  const { findPublicKeys } = await import('#data/signing-keys/find-public.ts')
  return (await findPublicKeys()).keys
}

const closeDatabase = async () => (await import('#data/db.ts')).closeDatabase()

function tell(verdict: LogVerdict): Exit {
  if (verdict.status === 'valid') {
    const { logs, leaves, checkpoints, waiting, oldestWaiting } = verdict
    print(
      `VALID: ${leaves} events of ${logs} controllers are unchanged under ${checkpoints} signed checkpoints.`,
      ...(waiting > 0
        ? [`${waiting} events are not sealed yet, the oldest of ${oldestWaiting}: for them this check says nothing.`]
        : []),
      'A log cut at its end, or rewritten with the signing key, shows only against a checkpoint kept elsewhere (--checkpoint).',
    )
    return 0
  }
  if (verdict.status === 'unusable') {
    print(`CANNOT BE CHECKED: ${unusableWords[verdict.reason]} (${verdict.reason})`)
    return 2
  }
  const { reason, controllerId, index, line } = verdict
  print(
    `INVALID: ${faultWords[reason]} (${reason})`,
    `Controller ${controllerId ?? 'unknown'}, entry ${index ?? 'unknown'} counted from 0, line ${line} of the export.`,
  )
  return 1
}

/** Lines without their ends, read as a stream; a line longer than any of ours is cut there, and then found wrong. */
async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = ''
  try {
    for await (const chunk of createReadStream(path, { encoding: 'utf8' })) {
      const lines = `${rest}${chunk}`.split('\n')
      rest = lines.pop() ?? ''
      yield* lines
      if (rest.length > LONGEST_LINE) break
    }
  } catch (cause) {
    throw new UnusableInput(`${path} cannot be read`, { cause })
  }
  if (rest !== '') yield rest
}
