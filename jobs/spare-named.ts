import type { Connector, LiveForeignKey, RowKey, SourceCheck } from '#connectors/contract.ts'
import { type Fate, fatesOf, stepOf } from '#domain/erasure/fates.ts'
import { type ErasureStep, keyName } from '#domain/erasure/plan.ts'
import type { RereadPlan } from '#domain/erasure/reconcile.ts'

type Fates = Map<string, Map<string, Fate>>

/**
 * A row that stays, because of a hold or because it became somebody else's too, keeps what it names by a foreign key:
 * the order on hold keeps its address, under the same hold. Only rows that stay are read again.
 */
export async function spareNamed(
  plan: RereadPlan,
  { foreignKeys }: Pick<SourceCheck, 'foreignKeys'>,
  connector: Connector,
  signal: AbortSignal,
): Promise<RereadPlan> {
  const fates: Fates = new Map(plan.steps.map((step) => [step.collection, fatesOf(step)]))
  const since = { ...plan.since }
  for (let spared = -1; spared !== 0; ) {
    spared = 0
    for (const foreignKey of foreignKeys) {
      const child = plan.steps.find(({ collection }) => collection === foreignKey.child)
      const named = child ? await namedBy(child, foreignKey, fates, connector, signal) : new Map<string, Fate>()
      for (const [name, by] of named) spared += spare(fates, since, foreignKey.parent, name, by)
    }
  }
  const steps = plan.steps.map((step) => stepOf(step, fates.get(step.collection)?.values() ?? []))
  return { ...plan, steps, since }
}

const stays = ({ held, onHold, remove }: Fate): boolean => !remove && (held !== null || onHold.length > 0)
const goes = ({ remove }: Fate): boolean => remove

/** Rows to be deleted that a row which stays names: by name, with the fate of that row. */
async function namedBy(
  child: ErasureStep,
  { childFields, parent, parentFields }: LiveForeignKey,
  fates: Fates,
  connector: Connector,
  signal: AbortSignal,
): Promise<Map<string, Fate>> {
  const found = new Map<string, Fate>()
  const staying = [...(fates.get(child.collection)?.values() ?? [])].filter(stays)
  const going = fates.get(parent)
  if (staying.length === 0 || ![...(going?.values() ?? [])].some(goes)) return found
  const links = new Map<string, { values: RowKey; by: Fate }>()
  const asked = { fields: child.key, values: staying.map(({ key }) => key) }
  for await (const rows of connector.read(child.collection, [asked], signal))
    for (const { key, exact } of rows) {
      const values = childFields.flatMap((field) => exact[field] ?? [])
      const by = fates.get(child.collection)?.get(keyName(key))
      if (by && values.length === childFields.length) links.set(keyName(values), { values, by })
    }
  if (links.size === 0) return found
  const wanted = { fields: parentFields, values: [...links.values()].map(({ values }) => values) }
  for await (const rows of connector.read(parent, [wanted], signal))
    for (const { key, exact } of rows) {
      const by = links.get(keyName(parentFields.map((field) => exact[field] ?? '')))?.by
      if (by && going?.get(keyName(key))?.remove) found.set(keyName(key), by)
    }
  return found
}

function spare(
  fates: Fates,
  since: Record<string, RereadPlan['since'][string]>,
  collection: string,
  name: string,
  by: Fate,
) {
  const fate = fates.get(collection)?.get(name)
  if (!fate?.remove) return 0
  const [hold] = by.onHold
  const onHold = hold ? [{ ...hold, erase: null }] : []
  fates.get(collection)?.set(name, { ...fate, remove: false, held: hold ? null : 'shared', onHold })
  const before = since[collection]
  if (!hold && before) since[collection] = { ...before, left: before.left + 1 }
  return 1
}
