import { findErasurePreview } from '#data/execution/find-outcomes.ts'
import type { Correspondence } from '#data/notices/find-correspondence.ts'
import { formatDueDate } from '#domain/clock/wording.ts'
import type { CollectionOutcome } from '#domain/outcome.ts'
import { notifyOn, when } from './notify.ts'

export const goesOf = (preview: readonly CollectionOutcome[]) =>
  preview
    .map(({ collection, delete: deleted, change }) => ({ category: collection, count: deleted + change }))
    .filter(({ count }) => count > 0)

export const staysOf = (preview: readonly CollectionOutcome[], { locale }: Correspondence) =>
  preview.flatMap(({ collection, kept }) =>
    kept.map(({ count, basis, until }) => ({
      category: collection,
      count,
      basis,
      until: formatDueDate(until, locale),
    })),
  )

export const mailErasureScheduled = notifyOn('request.approved', 'erasure-scheduled', async (about) => {
  if (about.right !== 'erasure' || !about.executeAfter) return null
  const actor = { kind: 'system', controllerId: about.controller.id, job: 'mail-erasure-scheduled' } as const
  const preview = await findErasurePreview(actor, about.requestId)
  return { goes: goesOf(preview), stays: staysOf(preview, about), executesAt: when(about.executeAfter, about) }
})
