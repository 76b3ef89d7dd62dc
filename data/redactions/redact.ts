import type { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { type Tx, transact } from '#data/db.ts'
import { collectionOf } from '#data/findings/labels.ts'
import { Line } from '#data/findings/read.ts'
import { toDate } from '#data/instant.ts'
import { openControllerKeys } from '#data/keys/controller-keys.ts'
import { openRequestKey, sealJsonFor } from '#data/keys/request-key.ts'
import { record } from '#data/record.ts'
import { readRowsFrom } from '#data/vault/row-file.ts'
import type { Actor } from '#domain/actor.ts'
import { givenFields, type Handover } from '#domain/package/handover.ts'
import {
  type Decision,
  kindOf,
  MOST_REDACTIONS,
  type Place,
  placeName,
  REDACTION_KINDS,
  type RedactRefusal,
} from '#domain/redaction.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import { countChange, loadUndecided } from './load.ts'
import { redactionHash } from './row-hash.ts'

export type RedactInput = {
  reference: string
  findingId: string
  decision: Decision
  /** all of one page: rows far apart are not decided together */
  places: readonly Place[]
  reason: string
  /** what the data subject will read */
  note: string | null
}

export type RedactFault =
  | RedactRefusal
  | 'not_found'
  | 'no_such_place'
  | 'held_back_already'
  | 'not_about_others'
  | 'too_many'
  | 'shredded'

const FARTHEST_APART = 200

/** Holds values, rows, a field or a whole collection back from the answer, or hands over rows about somebody else. */
export const redact = (
  actor: Actor,
  input: RedactInput,
  now: Temporal.Instant,
): Promise<Result<{ decided: number }, RedactFault>> =>
  transact(actor, async (tx) => {
    const loaded = await loadUndecided(tx, actor, input)
    if (!loaded.ok) return loaded
    const { finding, right, actor: staff } = loaded.value
    const { controllerId, requestId, taskId, collection } = finding
    const key = await openRequestKey(tx, { controllerId, id: requestId })
    if (!key) return refuse('shredded')
    const places = [...new Map(input.places.map((place) => [placeName(place), place])).values()]
    const fault = await check(tx, key, finding, { ...input, places }, right as Handover)
    if (fault) return refuse(fault)
    const owner = { controllerId, id: requestId }
    const sealedNote = input.note === null ? null : await sealJsonFor(key, owner, 'redaction', input.note)
    const { decision, reason } = input
    const facts = { decision, reason, sealedNote, decidedBy: staff.userId, decidedAt: toDate(now) }
    const hashes = await rowHashes(tx, key, finding, places)
    for (const { row, field } of places) {
      // Another word on the same place takes the place of the first.
      await tx.redaction.deleteMany({ where: { taskId, collection, row, field, lostAt: null } })
      const rowHash = hashes.get(row) ?? null
      await tx.redaction.create({
        data: { controllerId, requestId, taskId, collection, row, field, rowHash, ...facts },
      })
    }
    if ((await tx.redaction.count({ where: { taskId, collection } })) > MOST_REDACTIONS) throw new TooMany()
    await countChange(tx, requestId)
    const counts = Object.fromEntries(
      REDACTION_KINDS.map((kind) => [kind, places.filter((place) => kindOf(place) === kind).length]),
    ) as Record<(typeof REDACTION_KINDS)[number], number>
    const about = { controllerId, requestId }
    await record(tx, actor, about, { type: 'redaction.decided', findingId: finding.id, decision, reason, counts }, now)
    return ok({ decided: places.length })
  }).catch((error: unknown) => {
    if (error instanceof TooMany) return refuse('too_many')
    throw error
  })

/** Leaves the transaction, which takes back what it had written. */
class TooMany extends Error {}

type Finding = {
  id: string
  controllerId: string
  requestId: string
  taskId: string
  collection: string
  rows: number
  types: unknown
  file: { id: string; controllerId: string; requestId: string; class: string }
  task: { dataset: { id: string; yaml: string }; source: { kind: string } }
}

const span = (places: readonly Place[]) => {
  const rows = places.flatMap(({ row }) => row ?? [])
  return { rows, first: Math.min(...rows), last: Math.max(...rows) }
}

/** By which each chosen row is known again. What a person wrote down has its place in the answer for a key: that moves. */
async function rowHashes(tx: Tx, key: Uint8Array, finding: Finding, places: readonly Place[]) {
  const { rows, first, last } = span(places)
  if (rows.length === 0 || finding.task.source.kind === 'manual') return new Map<number | null, string>()
  const { index } = await openControllerKeys(tx, finding.controllerId)
  const lines = await readRowsFrom(key, finding.file, first - 1, last - first + 1)
  return new Map<number | null, string>(
    lines.flatMap((line, at) => {
      const { key: rowKey } = Line.parse(JSON.parse(line))
      return rowKey.length > 0 ? [[first + at, redactionHash(index, finding.requestId, finding, rowKey)]] : []
    }),
  )
}

async function check(
  tx: Tx,
  key: Uint8Array,
  finding: Finding,
  { decision, places }: RedactInput,
  right: Handover,
): Promise<RedactFault | null> {
  const known = collectionOf(finding)
  const fields = new Set(known ? givenFields(known, right).map(({ name }) => name) : [])
  const { rows, first, last } = span(places)
  const isKnown = ({ row, field }: Place) =>
    (row === null || (row >= 1 && row <= finding.rows)) && (field === null || fields.has(field))
  if (places.length === 0 || !places.every(isKnown) || last - first > FARTHEST_APART) return 'no_such_place'
  if (rows.length === 0) return null
  const lines = await readRowsFrom(key, finding.file, first - 1, last - first + 1)
  const aboutOthers = lines.map((line) => ThirdParty.parse(JSON.parse(line)).thirdParty)
  const { taskId, collection } = finding
  const lifted = await tx.redaction.findMany({
    where: { taskId, collection, decision: 'hand_over', row: { in: rows }, lostAt: null },
    select: { row: true },
  })
  const isLifted = new Set(lifted.map(({ row }) => row))
  for (const { row, field } of places) {
    const isAboutOthers = row !== null && aboutOthers[row - first] === true
    if (decision === 'hand_over' && !isAboutOthers) return 'not_about_others'
    if (decision === 'redact' && isAboutOthers && (field === null || !isLifted.has(row))) return 'held_back_already'
  }
  return null
}

const ThirdParty = z.object({ thirdParty: z.boolean() })
