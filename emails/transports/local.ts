import { link, mkdir, readlink, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Transport } from '../mail.ts'

const exists = (fault: unknown): boolean => fault instanceof Error && 'code' in fault && fault.code === 'EEXIST'

/** The first hand-over of a key fixes its file name for ever; a symbolic link is made whole or not at all. */
async function nameOf(key: string, keys: string): Promise<string> {
  const claim = join(keys, key)
  const name = `${new Date().toISOString()}-${key}.json`
  try {
    await symlink(name, claim)
    return name
  } catch (fault) {
    if (exists(fault)) return await readlink(claim)
    throw fault
  }
}

/** Development and demo: `DATA_DIR/mail/<ISO time>-<key>.json`, mode 0600, whole or absent; the first content wins. */
export const local: Transport = {
  region: (settings) => settings.REGION,
  async deliver({ messageId, ...mail }, settings) {
    const folder = join(settings.DATA_DIR, 'mail')
    const keys = join(folder, '.keys')
    await mkdir(keys, { recursive: true, mode: 0o700 })
    const name = await nameOf(mail.key, keys)
    const content = { from: settings.MAIL_FROM, ...mail, ...(messageId && { messageId }) }
    const draft = join(folder, `.${mail.key}~${crypto.randomUUID()}`)
    try {
      await writeFile(draft, JSON.stringify(content), { mode: 0o600, flag: 'wx' })
      await link(draft, join(folder, name))
    } catch (fault) {
      if (!exists(fault)) throw fault
    } finally {
      await rm(draft, { force: true })
    }
  },
}
