import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { env } from '#env'

/** One file of the local outbox (`DATA_DIR/mail`), as the local transport writes it. */
const LocalMail = z.strictObject({
  key: z.string(),
  messageId: z.string().optional(),
  from: z.string(),
  to: z.string(),
  subject: z.string(),
  html: z.string(),
  text: z.string(),
})
/** `id` is the file's name without `.json`; it begins with its time in ISO 8601. */
export type StoredMail = z.infer<typeof LocalMail> & { id: string; at: string }

const LocalMailId = z.string().regex(/^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)-[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/)
const TIME_LENGTH = '2026-11-20T08:04:00.000Z'.length
const LONGEST_LIST = 200

const isMissing = (fault: unknown): boolean => fault instanceof Error && 'code' in fault && fault.code === 'ENOENT'

/** @returns null when the id is malformed or unknown */
export async function readLocalMail(id: string, dataDir: string = env.DATA_DIR): Promise<StoredMail | null> {
  if (!LocalMailId.safeParse(id).success) return null
  try {
    const content = LocalMail.parse(JSON.parse(await readFile(join(dataDir, 'mail', `${id}.json`), 'utf8')))
    return { id, at: id.slice(0, TIME_LENGTH), ...content }
  } catch (fault) {
    if (isMissing(fault)) return null
    throw fault
  }
}

/** The newest 200 mails, newest first. */
export async function listLocalMail(dataDir: string = env.DATA_DIR): Promise<StoredMail[]> {
  const names = await readdir(join(dataDir, 'mail')).catch((fault: unknown) => {
    if (isMissing(fault)) return []
    throw fault
  })
  const ids = names.flatMap((name) => LocalMailId.safeParse(name.replace(/\.json$/, '')).data ?? [])
  const newest = ids.sort().reverse().slice(0, LONGEST_LIST)
  const mails = await Promise.all(newest.map((id) => readLocalMail(id, dataDir)))
  return mails.filter((mail) => mail !== null)
}
