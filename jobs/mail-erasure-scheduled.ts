import { findErasurePreview } from '#data/execution/find-outcomes.ts'
import type { Correspondence } from '#data/notices/find-correspondence.ts'
import { type CollectionOutcome, keptByBasis, keptUntil } from '#domain/outcome.ts'
import { notifyOn, when } from './notify.ts'

export const goesOf = (preview: readonly CollectionOutcome[], { locale }: Correspondence) =>
  preview
    .map(({ label, delete: deleted, change }) => ({ category: label[locale], count: deleted + change }))
    .filter(({ count }) => count > 0)

export const staysOf = (preview: readonly CollectionOutcome[], { locale }: Correspondence) =>
  preview.flatMap(({ label, kept }) =>
    keptByBasis(kept).map((line) => ({
      category: label[locale],
      count: line.count,
      basis: line.basis,
      until: keptUntil(line, locale),
    })),
  )

export const mailErasureScheduled = notifyOn('request.approved', 'erasure-scheduled', async (about) => {
  if (about.right !== 'erasure' || !about.executeAfter) return null
  const actor = { kind: 'system', controllerId: about.controller.id, job: 'mail-erasure-scheduled' } as const
  const preview = await findErasurePreview(actor, about.requestId)
  return { goes: goesOf(preview, about), stays: staysOf(preview, about), executesAt: when(about.executeAfter, about) }
})
