import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { findErasurePreview } from '#data/execution/find-outcomes.ts'
import type { Correspondence } from '#data/notices/find-correspondence.ts'
import { isPriorNotice } from '#domain/clock/erasure-notice.ts'
import { formatDueDate } from '#domain/clock/wording.ts'
import { type CollectionOutcome, keptByBasis, keptUntil } from '#domain/outcome.ts'
import { notifyOn, when } from './notify.ts'

export const goesOf = (preview: readonly CollectionOutcome[], { locale }: Correspondence) =>
  preview
    .map(({ label, delete: deleted, change }) => ({ category: label[locale], count: deleted + change }))
    .filter(({ count }) => count > 0)

export const staysOf = (preview: readonly CollectionOutcome[], { locale }: Correspondence) =>
  preview.flatMap(({ label, kept, onHold }) => [
    ...keptByBasis(kept).map((line) => ({
      category: label[locale],
      count: line.count,
      basis: line.basis,
      until: keptUntil(line, locale),
    })),
    ...onHold.map(({ count, basis, until }) => ({
      category: label[locale],
      count,
      basis: `${HOLD[locale]}: ${basis}`,
      until: until ? formatDueDate(until, locale) : UNTIL_LIFTED[locale],
    })),
  ])

const HOLD = { id: 'Penahanan hukum', en: 'Legal hold' }
const UNTIL_LIFTED = { id: 'penahanan dicabut', en: 'the hold is lifted' }

const Approved = z.object({ executeAfter: z.iso.datetime() })

/** Before the erasure; where the law asks for it, the erasure waits for this mail (PP 33/2026 art. 87(3)). */
export const mailErasureScheduled = notifyOn('request.approved', 'erasure-scheduled', async (about) => {
  if (about.right !== 'erasure') return null
  const actor = { kind: 'system', controllerId: about.controller.id, job: 'mail-erasure-scheduled' } as const
  const preview = await findErasurePreview(actor, about.requestId)
  return {
    goes: goesOf(preview, about),
    stays: staysOf(preview, about),
    // As approved, so that a mail sent twice says the same; a late one moves the erasure, and says by how much.
    executesAt: when(Temporal.Instant.from(Approved.parse(about.data).executeAfter), about),
    because: about.erasureGround,
    isNotice: about.clocks.some(({ clockId }) => isPriorNotice(clockId)),
  }
})
