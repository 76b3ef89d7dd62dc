import type { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { approvedRows } from '#data/corrections/finish.ts'
import { openCorrection } from '#data/corrections/load.ts'
import { type Tx, transact } from '#data/db.ts'
import { collectionIn } from '#data/findings/labels.ts'
import { findIdentifiers, type Identifier } from '#data/identifiers/find.ts'
import { toDate, toInstant } from '#data/instant.ts'
import { openJsonFor, openRequestKey } from '#data/keys/request-key.ts'
import { namesOf } from '#data/queue/rows.ts'
import { openConnection } from '#data/sources/connect.ts'
import type { StaffActor } from '#data/users/find-colleague.ts'
import { type Actor, may, scopeOf } from '#domain/actor.ts'
import type { Label } from '#domain/dataset/dataset.ts'
import { RequestDetails } from '#domain/filing.ts'
import { type Held, mayAnswer } from '#domain/manual-task.ts'
import { OPENING_MINUTES } from '#domain/opening.ts'
import { CollectOutcome } from '#domain/outcome.ts'
import { asTyped } from '#domain/rectification.ts'
import type { Right } from '#domain/request.ts'
import type { Inquiry } from '#prisma/generated/client.ts'
import { documentsOf } from './documents.ts'

export type PersonTaskRow = {
  id: string
  action: string
  state: string
  source: string
  reference: string
  controllerName: string
  /** null: somebody outside */
  assignee: string | null
  isMine: boolean
  dueAt: Temporal.Instant
}

const MOST = 200

/** Tasks that people have for the requests this colleague may work on; their own first, then by when they are due. */
export const listPersonTasks = (actor: StaffActor): Promise<PersonTaskRow[]> =>
  transact(actor, async (tx) => {
    const controllerIds = scopeOf(actor).filter((id) => may(actor, 'work_request', id))
    const rows = await tx.inquiry.findMany({
      where: { kind: 'manual', state: 'asked', controllerId: { in: controllerIds } },
      include: { task: { include: { source: true } }, request: { include: { controller: true } } },
      orderBy: [{ dueAt: 'asc' }, { id: 'asc' }],
      take: MOST,
    })
    const names = await namesOf(
      tx,
      rows.flatMap(({ assigneeId }) => assigneeId ?? []),
    )
    const tasks = rows.map(({ id, action, state, assigneeId, dueAt, task, request }) => ({
      id,
      action,
      state,
      source: task.source.name,
      reference: request.reference,
      controllerName: request.controller.name,
      assignee: (assigneeId && names.get(assigneeId)) ?? null,
      isMine: assigneeId === actor.userId,
      dueAt: toInstant(dueAt),
    }))
    return [...tasks.filter(({ isMine }) => isMine), ...tasks.filter(({ isMine }) => !isMine)]
  })

/** One field of one record, from what it holds to what it is to hold; null: nothing. */
export type AskedChange = { id: string; field: Label; record: string; from: string | null; to: string | null }

export type PersonTask = {
  id: string
  action: string
  state: string
  source: string
  reference: string
  right: Right
  zone: string
  controllerId: string
  dueAt: Temporal.Instant
  answeredAt: Temporal.Instant | null
  instructions: string
  documents: Held[]
  /** what the same source said it holds, when it was asked first */
  found: number
  /** what is to be corrected, once whoever looks has opened it */
  changes: AskedChange[]
  /** how whoever answered knows, for the team; null before it is answered and opened */
  note: string | null
  /** null: whoever looks has to open it first, which is recorded */
  person: { email: string; name: string; identifiers: readonly Identifier[] } | null
}

/** @returns null for what this person may not see, whether or not it exists */
export const findPersonTask = (actor: Actor, inquiryId: string, now: Temporal.Instant): Promise<PersonTask | null> =>
  transact(actor, async (tx) => {
    const inquiry = await tx.inquiry.findUnique({
      where: { id: inquiryId },
      include: { task: { include: { source: true } }, request: { include: { controller: true } } },
    })
    if (inquiry?.kind !== 'manual' || !mayAnswer(actor, inquiry)) return null
    const { task, request } = inquiry
    const key = await openRequestKey(tx, request)
    const connection = await openConnection(tx, task.source)
    const isAnswered = inquiry.state === 'answered' && actor.kind === 'staff'
    const isOpen = (inquiry.state === 'asked' || isAnswered) && (await isOpened(tx, actor, inquiry, now))
    const details =
      key && request.sealed && isOpen
        ? RequestDetails.parse(await openJsonFor(key, request, 'details', request.sealed))
        : null
    return {
      id: inquiry.id,
      action: inquiry.action,
      state: inquiry.state,
      source: task.source.name,
      reference: request.reference,
      right: request.right as Right,
      zone: request.controller.zone,
      controllerId: inquiry.controllerId,
      dueAt: toInstant(inquiry.dueAt),
      answeredAt: inquiry.answeredAt && toInstant(inquiry.answeredAt),
      instructions: 'instructions' in connection ? connection.instructions : '',
      documents: key ? await documentsOf(tx, key, inquiry) : [],
      found: await foundBefore(tx, inquiry, task.sourceId),
      changes:
        key && isOpen && !isAnswered && inquiry.action === 'change'
          ? await changesOf(tx, key, inquiry, task.sourceId)
          : [],
      note:
        key && isAnswered && isOpen && inquiry.sealedNote
          ? z.string().parse(await openJsonFor(key, request, 'evidence-note', inquiry.sealedNote))
          : null,
      person: key &&
        details && { email: details.email, name: details.name, identifiers: await findIdentifiers(tx, key, request) },
    }
  })

/** Whoever came by a link opened it with that; a colleague opens it for a short time, and says so each time. */
export async function isOpened(tx: Tx, actor: Actor, inquiry: Inquiry, now: Temporal.Instant): Promise<boolean> {
  if (actor.kind === 'respondent') return true
  if (actor.kind !== 'staff') return false
  const since = toDate(now.subtract({ minutes: OPENING_MINUTES }))
  const opened = await tx.event.findFirst({
    where: {
      requestId: inquiry.requestId,
      type: 'inquiry.opened',
      at: { gt: since },
      actor: { path: ['userId'], equals: actor.userId },
      data: { path: ['inquiryId'], equals: inquiry.id },
    },
    select: { id: true },
  })
  return opened !== null
}

async function changesOf(
  tx: Tx,
  key: Uint8Array,
  { controllerId, requestId }: Inquiry,
  sourceId: string,
): Promise<AskedChange[]> {
  const changes: AskedChange[] = []
  for (const row of await approvedRows(tx, { requestId, sourceId })) {
    const { key: place, write } = await openCorrection(key, { controllerId, id: requestId }, row)
    const fields = collectionIn(row.task.dataset, row.collection)?.fields ?? []
    const field = fields.find(({ name }) => name === write?.field)?.label ?? { id: row.field, en: row.field }
    if (write) changes.push({ id: row.id, field, record: place.join(', '), from: asTyped(write.from), to: write.to })
  }
  return changes
}

async function foundBefore(tx: Tx, { requestId }: Inquiry, sourceId: string): Promise<number> {
  const collecting = await tx.task.findUnique({
    where: { requestId_sourceId_purpose: { requestId, sourceId, purpose: 'collect' } },
  })
  return collecting?.outcome ? CollectOutcome.parse(collecting.outcome).rows : 0
}
