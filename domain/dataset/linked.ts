import type { Dataset, Field } from './dataset.ts'

const named = (fields: readonly Field[]): string[] =>
  fields.flatMap((field) => [...field.references.map(({ dataset }) => dataset), ...named(field.fields)])

/** Those of the others that references connect with a dataset, however many steps away: rows may be reached through them. */
export function linkedTo<T extends { dataset: Dataset }>(dataset: Dataset, others: readonly T[]): T[] {
  const pairs = [dataset, ...others.map((other) => other.dataset)].flatMap(({ key, collections }) =>
    collections.flatMap(({ fields }) => named(fields)).map((other) => [key, other] as const),
  )
  const linked = new Set([dataset.key])
  for (const key of linked) for (const pair of pairs) if (pair.includes(key)) for (const one of pair) linked.add(one)
  return others.filter((other) => linked.has(other.dataset.key))
}
