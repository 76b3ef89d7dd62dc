import { parseArgs } from 'node:util'
import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { loadMasterKey } from '#crypto/master-key.ts'
import { closeDatabase } from '#data/db.ts'
import { rotateControllerKey } from '#data/keys/rotate-controller-key.ts'
import { rotateMasterKey } from '#data/keys/rotate-master-key.ts'
import { type Exit, print, UnusableInput } from './usage.ts'
import { readSmallFile } from './verify-keys.ts'

const KEY_FILE_BYTES = 1_000

export async function keys(args: string[]): Promise<Exit> {
  const [verb, ...rest] = args
  try {
    if (verb === 'rotate-controller') return await rotateController(rest)
    if (verb === 'rotate-master') return await rotateMaster(rest)
  } finally {
    await closeDatabase()
  }
  throw new UnusableInput('keys: expected rotate-controller or rotate-master')
}

async function rotateController(args: string[]): Promise<Exit> {
  const id = z.uuid().safeParse(parseArgs({ args, allowPositionals: true }).positionals[0])
  if (!id.success) throw new UnusableInput('keys rotate-controller: expected the id of a controller')
  const actor = { kind: 'system', controllerId: id.data, job: 'rotate-controller-key' } as const
  const rotated = await rotateControllerKey(actor, Temporal.Now.instant())
  print(
    rotated.ok
      ? `The controller has a new key. What the one before sealed was sealed anew: ${rotated.value.resealed} entries.`
      : 'There is no such controller.',
  )
  return rotated.ok ? 0 : 1
}

async function rotateMaster(args: string[]): Promise<Exit> {
  const { values } = parseArgs({ args, options: { to: { type: 'string' } } })
  if (values.to === undefined) throw new UnusableInput('keys rotate-master: expected --to <file with the new key>')
  const text = (await readSmallFile(values.to, KEY_FILE_BYTES)).toString('utf8').trim()
  const to = loadMasterKey({ masterKey: text, dataDir: '', allowGenerated: false })
  const { controllers, signingKeys } = await rotateMasterKey(to, Temporal.Now.instant())
  print(
    `The keys of ${controllers} controllers and ${signingKeys} signing keys are wrapped with the new master key.`,
    'Now set MASTER_KEY to it, run `npm run migrate`, and start web and worker again.',
  )
  return 0
}
