import type { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import type { Tx } from '#data/db.ts'
import { toInstant } from '#data/instant.ts'
import { type Owner, openJsonFor } from '#data/keys/request-key.ts'
import { namesOf } from '#data/queue/rows.ts'
import { knownDatasets } from '#data/sources/known-dataset.ts'
import { COMMON_LABELS, IDENTIFIER_PROOFS, type IdentifierProof } from '#domain/identifier.ts'

const Sealed = z.strictObject({ value: z.string() })

export type Identifier = { label: string; value: string }
export type DeskIdentifier = Identifier & {
  id: string
  proof: IdentifierProof
  confirmedAt: Temporal.Instant
  confirmedBy: string
  /** the sources were asked with it */
  isSearched: boolean
}

const rowsOf = (tx: Tx, { id: requestId }: Owner) =>
  tx.identifier.findMany({ where: { requestId, removedAt: null }, orderBy: [{ confirmedAt: 'asc' }, { id: 'asc' }] })

/** What the team confirmed to be the subject's beside the proved contact, first things first. */
export async function findIdentifiers(tx: Tx, key: Uint8Array, owner: Owner): Promise<Identifier[]> {
  const rows = (await rowsOf(tx, owner)).flatMap(({ label, sealed }) => (sealed ? [{ label, sealed }] : []))
  return Promise.all(rows.map(async ({ label, sealed }) => ({ label, value: await openValue(key, owner, sealed) })))
}

/** The same with who confirmed it, and how. */
export async function listIdentifiers(tx: Tx, key: Uint8Array, owner: Owner): Promise<DeskIdentifier[]> {
  const rows = await rowsOf(tx, owner)
  const names = await namesOf(
    tx,
    rows.map(({ confirmedBy }) => confirmedBy),
  )
  const listed = rows.flatMap(({ sealed, ...row }) => (sealed ? [{ ...row, sealed }] : []))
  return Promise.all(
    listed.map(async ({ id, label, sealed, proof, confirmedAt, confirmedBy, searchedAt }) => ({
      ...{ id, label, value: await openValue(key, owner, sealed), isSearched: searchedAt !== null },
      proof: z.enum(IDENTIFIER_PROOFS).parse(proof),
      confirmedAt: toInstant(confirmedAt),
      confirmedBy: names.get(confirmedBy) ?? '',
    })),
  )
}

async function openValue(key: Uint8Array, owner: Owner, sealed: Uint8Array): Promise<string> {
  return Sealed.parse(await openJsonFor(key, owner, 'identifier', sealed)).value
}

/** Confirmed or taken back since the sources were last asked. */
export const countUnsearched = (tx: Tx, requestId: string): Promise<number> =>
  tx.identifier.count({ where: { requestId, searchedAt: null } })

/** The labels by which the request's sources can be asked. */
export async function findLabels(tx: Tx, requestId: string): Promise<string[]> {
  const tasks = await tx.task.findMany({
    where: { requestId, purpose: 'collect' },
    select: { dataset: { select: { id: true, yaml: true } } },
  })
  const fields = tasks
    .flatMap(({ dataset }) => knownDatasets(dataset))
    .flatMap(({ collections }) => collections.flatMap((collection) => collection.fields))
  return [...new Set([...COMMON_LABELS, ...fields.flatMap(({ identity }) => identity ?? [])])].sort()
}
