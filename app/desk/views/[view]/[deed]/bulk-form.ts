import { z } from 'zod'
import { BULK_DEEDS, BULK_MOST } from '#domain/bulk.ts'
import { QUEUE_VIEWS } from '#domain/queue-view.ts'
import { plainText } from '#domain/text.ts'

/** One field a ticked row, because a field may come only once: `pick-HK-7K4Q-2MPX=4`, the version that the row showed. */
const PICK = /^pick-(HK-[0-9A-Z]{4}-[0-9A-Z]{4})$/

export const View = z.enum(QUEUE_VIEWS)

export const BulkForm = z
  .object({
    view: View,
    deed: z.enum(BULK_DEEDS),
    userId: z.union([z.uuid(), z.literal('none')], 'choose_one').default('none'),
    reason: plainText(2_000).default(''),
  })
  .catchall(z.coerce.number().int().min(1))
  .transform(({ view: _, deed, userId, reason, ...ticked }, context) => {
    const wrong = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    const picks = Object.entries(ticked).flatMap(([name, version]) => {
      const reference = PICK.exec(name)?.[1]
      return reference ? [{ reference, version }] : []
    })
    if (picks.length < Object.keys(ticked).length) wrong('picked', 'invalid')
    if (picks.length === 0) wrong('picked', 'choose_some')
    if (picks.length > BULK_MOST) wrong('picked', 'too_many_picked')
    if (deed === 'extensions' && reason.length < 10) wrong('reason', reason === '' ? 'missing' : 'too_short')
    return { deed, picks, userId: userId === 'none' ? null : userId, reason }
  })
