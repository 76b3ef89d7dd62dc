import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { lockDraft, type StoredDraft } from './draft.ts'

/** @returns null when the token is unknown, another portal's, or its two hours are over */
export const findDraft = (controllerId: string, token: string, now: Temporal.Instant): Promise<StoredDraft | null> =>
  transact({ kind: 'visitor', controllerId }, (tx) => lockDraft(tx, controllerId, token, toDate(now)))
