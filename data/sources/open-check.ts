import { randomUUID } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import { sealJson } from '#crypto/sealing.ts'
import type { Tx } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { openControllerKeys } from '#data/keys/controller-keys.ts'
import { record } from '#data/record.ts'
import type { StaffActor } from '#data/users/find-colleague.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import type { LabelledIdentity } from '#domain/source/form.ts'
import { currentMap } from './managed.ts'

export type Question =
  | { purpose: 'check'; yaml: string | null }
  | { purpose: 'draft' }
  | { purpose: 'preview'; identities: readonly LabelledIdentity[]; reason: string; erase: boolean }

const KEPT_HOURS = 24
const PREVIEW_KEPT_HOURS = 1
/** A question that no worker took up for so long does not hold up the next. */
const HOLDS_MINUTES = 5

/** Bound into the seal of the identifiers of a preview: they open for this one question only. */
export const previewContext = (controllerId: string, checkId: string) => ({ controllerId, checkId, class: 'preview' })

type Place = { id: string; controllerId: string }

/** Puts a question to a source; a worker answers it. One of a purpose at a time. The caller holds the source's lock. */
export async function openCheck(
  tx: Tx,
  actor: StaffActor,
  { id: sourceId, controllerId }: Place,
  question: Question,
  now: Temporal.Instant,
): Promise<Result<{ checkId: string }, 'check_running'>> {
  const { purpose } = question
  const open = await tx.sourceCheck.count({
    where: {
      sourceId,
      purpose,
      state: { in: ['waiting', 'running'] },
      askedAt: { gt: toDate(now.subtract({ minutes: HOLDS_MINUTES })) },
    },
  })
  if (open > 0) return refuse('check_running')
  const checkId = randomUUID()
  const about = { sourceId, checkId }
  await tx.sourceCheck.create({
    data: {
      id: checkId,
      controllerId,
      sourceId,
      purpose,
      askedBy: actor.userId,
      askedAt: toDate(now),
      expiresAt: toDate(now.add({ hours: purpose === 'preview' ? PREVIEW_KEPT_HOURS : KEPT_HOURS })),
      basedOn: (await currentMap(tx, sourceId))?.version ?? 0,
      yaml: purpose === 'check' ? question.yaml : null,
      sealed: purpose === 'preview' ? await sealed(tx, controllerId, checkId, question) : null,
    },
  })
  const asked =
    purpose === 'preview'
      ? ({ type: 'source.preview_asked', ...about, reason: question.reason, erase: question.erase } as const)
      : ({ type: 'source.check_asked', ...about, purpose } as const)
  await record(tx, actor, { controllerId }, asked, now)
  return ok({ checkId })
}

type Preview = Extract<Question, { purpose: 'preview' }>

async function sealed(tx: Tx, controllerId: string, checkId: string, { identities, erase }: Preview) {
  const { wrapping } = await openControllerKeys(tx, controllerId)
  return sealJson(wrapping, { identities, erase }, previewContext(controllerId, checkId))
}
