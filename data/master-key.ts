import { loadMasterKey } from '#crypto/master-key.ts'
import { env } from '#env'

let loaded: ReturnType<typeof loadMasterKey> | undefined

/** The root of all encryption: from MASTER_KEY, or on a demo from a generated file. */
export function masterKey(): ReturnType<typeof loadMasterKey> {
  loaded ??= loadMasterKey({
    ...(env.MASTER_KEY ? { masterKey: env.MASTER_KEY } : {}),
    dataDir: env.DATA_DIR,
    allowGenerated: env.HAKKU_ENV === 'demo',
  })
  return loaded
}
