import { env } from '#env'
import { listLocalMail, readLocalMail, type StoredMail } from './local-outbox.ts'

/** A mail of the local outbox, which only a demo shows. */
export type DevMail = StoredMail

/** @returns null when the id is malformed or unknown, or this is no demo */
export const readDevMail = async (id: string): Promise<DevMail | null> =>
  env.HAKKU_ENV === 'demo' ? readLocalMail(id) : null

/** The newest first; null when this is no demo. */
export const listDevMail = async (): Promise<DevMail[] | null> => (env.HAKKU_ENV === 'demo' ? listLocalMail() : null)
