import type { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { openJson } from '#crypto/sealing.ts'
import { type Tx, transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { openControllerKeys, withEither } from '#data/keys/controller-keys.ts'
import type { Actor } from '#domain/actor.ts'
import type { Connection } from '#domain/connection.ts'
import { isQueried } from '#domain/source/kind.ts'
import type { Source } from '#prisma/generated/client.ts'
import { openConnection } from './connect.ts'
import { currentMap } from './managed.ts'
import { previewContext } from './open-check.ts'

export type SourceAccess = { kind: string; connection: Connection }
export type MappedSource = SourceAccess & { sourceId: string; yaml: string }

/** What a worker needs to answer a question about a source. Holds credentials: it stays in memory. */
export type ClaimedCheck = SourceAccess & {
  id: string
  sourceId: string
  /** the controller's zone */
  zone: string
  others: readonly MappedSource[]
  question:
    | { purpose: 'check'; yaml: string; isCandidate: boolean }
    | { purpose: 'draft'; key: string }
    | { purpose: 'preview'; yaml: string; identities: readonly { label: string; value: string }[]; erase: boolean }
}

const Asked = z.object({ checkId: z.uuid() })
const SealedPreview = z.object({
  identities: z.array(z.object({ label: z.string(), value: z.string() })),
  erase: z.boolean(),
})

/** @returns null when there is nothing to do: answered already, or too old */
export const claimSourceCheck = (actor: Actor, eventId: string, now: Temporal.Instant): Promise<ClaimedCheck | null> =>
  transact(actor, async (tx) => {
    const event = await tx.event.findUniqueOrThrow({ where: { id: eventId } })
    const { checkId: id } = Asked.parse(event.data)
    const { count } = await tx.sourceCheck.updateMany({
      where: { id, state: { in: ['waiting', 'running'] } },
      data: { state: 'running', startedAt: toDate(now) },
    })
    if (count === 0) return null
    const check = await tx.sourceCheck.findUniqueOrThrow({
      where: { id },
      include: { source: { include: { controller: true } } },
    })
    const { source } = check
    return {
      id,
      sourceId: source.id,
      zone: source.controller.zone,
      kind: source.kind,
      connection: await openConnection(tx, source),
      others: await othersOf(tx, source),
      question: await questionOf(tx, check),
    }
  })

/** The controller's other sources that can be read, with their maps in force: references may lead there. */
export async function othersOf(tx: Tx, { id, controllerId }: Source): Promise<MappedSource[]> {
  const sources = await tx.source.findMany({
    where: { controllerId, NOT: { id } },
    include: { datasets: { orderBy: { version: 'desc' }, take: 1 } },
    orderBy: { key: 'asc' },
  })
  const others = []
  for (const { datasets, ...source } of sources)
    if (datasets[0] && isQueried(source.kind))
      others.push({
        sourceId: source.id,
        kind: source.kind,
        yaml: datasets[0].yaml,
        connection: await openConnection(tx, source),
      })
  return others
}

type Row = { id: string; purpose: string; yaml: string | null; sealed: Uint8Array | null; source: Source }

async function questionOf(tx: Tx, { id, purpose, yaml, sealed, source }: Row): Promise<ClaimedCheck['question']> {
  const { controllerId } = source
  if (purpose === 'draft') return { purpose, key: source.key.replaceAll('-', '_') }
  const map = yaml ?? (await currentMap(tx, source.id))?.yaml ?? ''
  if (purpose !== 'preview' || !sealed) return { purpose: 'check', yaml: map, isCandidate: yaml !== null }
  const keys = await openControllerKeys(tx, controllerId)
  const opened = await withEither(keys, (key) => openJson(key, sealed, previewContext(controllerId, id)))
  return { purpose, yaml: map, ...SealedPreview.parse(opened) }
}
