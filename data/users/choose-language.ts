import { transact } from '#data/db.ts'
import type { Locale } from '#domain/filing.ts'
import type { StaffActor } from './find-colleague.ts'

/** The language in which this person reads the desk is also that of the mails to them. */
export const chooseLanguage = (actor: StaffActor, { locale }: { locale: Locale }): Promise<void> =>
  transact(actor, async (tx) => {
    await tx.user.updateMany({ where: { id: actor.userId }, data: { locale } })
  })
