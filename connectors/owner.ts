import { createHash } from 'node:crypto'
import type { Graph, Node } from '#domain/dataset/graph.ts'
import type { JsonValue } from './contract.ts'

type Values = Readonly<Record<string, JsonValue>>

/** The fields that say whose row it is: identities and links; in a row without any, all of them. */
export function ownerFields({ edges, entries }: Graph, { id, collection }: Node): readonly string[] {
  const said = new Set([
    ...entries.filter((entry) => entry.collection === id).map(({ field }) => field),
    ...edges.filter(({ child }) => child === id).flatMap(({ childFields }) => childFields),
  ])
  const own = collection.fields.map(({ name }) => name)
  const telling = own.filter((name) => said.has(name))
  return telling.length > 0 ? telling : own
}

/** A digest of whose row it is. After a restore it tells the row that came back from another that got its key. */
export function ownerDigest(fields: readonly string[], values: Values): string {
  const said = fields
    .map((field) => values[field] ?? null)
    .filter((value) => typeof value !== 'object' || value === null)
  return createHash('sha256').update(JSON.stringify(said)).digest('base64url').slice(0, 22)
}
