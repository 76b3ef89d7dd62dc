import { createHash } from 'node:crypto'
import type { Graph, Node } from '#domain/dataset/graph.ts'
import type { JsonValue } from './contract.ts'

type Values = Readonly<Record<string, JsonValue>>

/**
 * The fields that say whose row it is: identities and links; in a row without any, all of them. Other sources do not
 * count, so that the answer is the same when this one is looked at alone.
 */
export function ownerFields({ edges, nodes }: Graph, { id, dataset, collection }: Node): readonly string[] {
  const linked = new Set(
    edges.flatMap(({ child, childFields, parent }) =>
      child === id && nodes.get(parent)?.dataset === dataset ? childFields : [],
    ),
  )
  const telling = collection.fields.filter(
    ({ name, identity, references }) => identity !== null || references.length > 0 || linked.has(name),
  )
  return (telling.length > 0 ? telling : collection.fields).map(({ name }) => name)
}

/** A digest of whose row it is. After a restore it tells the row that came back from another that got its key. */
export function ownerDigest(fields: readonly string[], values: Values): string {
  const said = fields
    .map((field) => values[field] ?? null)
    .filter((value) => typeof value !== 'object' || value === null)
  return createHash('sha256').update(JSON.stringify(said)).digest('base64url').slice(0, 22)
}
