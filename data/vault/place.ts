import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { env } from '#env'

/** Where a sealed file lies: named by random ids only. @throws ZodError when an id is not one */
export function vaultPath(controllerId: string, fileId: string): string {
  const folder = join(env.DATA_DIR, 'vault', z.uuid().parse(controllerId))
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return join(folder, z.uuid().parse(fileId))
}
