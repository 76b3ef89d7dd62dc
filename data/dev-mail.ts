import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { env } from '#env'

/** A mail of the local outbox (`DATA_DIR/mail`), which only a demo has; `id` begins with its time in ISO 8601. */
export type DevMail = z.infer<typeof Stored> & { id: string; at: string }

const Stored = z.object({ from: z.string(), to: z.string(), subject: z.string(), html: z.string(), text: z.string() })
const Id = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z-[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/)
const TIME_LENGTH = '2026-11-20T08:04:00.000Z'.length
const LONGEST_LIST = 100

const absent = (fault: unknown): null => {
  if (fault instanceof Error && 'code' in fault && fault.code === 'ENOENT') return null
  throw fault
}

/** @returns null when the id is malformed or unknown, or this is no demo */
export async function readDevMail(id: string): Promise<DevMail | null> {
  if (env.HAKKU_ENV !== 'demo' || !Id.safeParse(id).success) return null
  const file = await readFile(join(env.DATA_DIR, 'mail', `${id}.json`), 'utf8').catch(absent)
  return file === null ? null : { id, at: id.slice(0, TIME_LENGTH), ...Stored.parse(JSON.parse(file)) }
}

/** The newest hundred, newest first; null when this is no demo. */
export async function listDevMail(): Promise<DevMail[] | null> {
  if (env.HAKKU_ENV !== 'demo') return null
  const names = (await readdir(join(env.DATA_DIR, 'mail')).catch(absent)) ?? []
  const ids = names.flatMap((name) => Id.safeParse(name.replace(/\.json$/, '')).data ?? [])
  const mails = await Promise.all(ids.sort().reverse().slice(0, LONGEST_LIST).map(readDevMail))
  return mails.filter((mail) => mail !== null)
}
