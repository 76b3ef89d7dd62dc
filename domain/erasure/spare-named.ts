import { byRow, withStep } from './fates.ts'
import { countOf, type ErasurePlan, type Fate, type PlannedRow, removedRows } from './plan.ts'

/**
 * A row that stays, because of a hold or because it is somebody else's too, keeps what it names by a foreign key: the
 * order on hold keeps its address, under the same hold. Not where the link itself is emptied. What rows that stay name
 * is held in memory, nothing else.
 */
export async function spareNamed<P extends ErasurePlan>(plan: P): Promise<P> {
  let spared = plan
  const looked = new Map<number, number>()
  for (let grew = true; grew; ) {
    grew = false
    for (const [number, { child, childFields, parent }] of plan.foreignKeys.entries()) {
      const names = (fate: Fate) => stays(fate) && !childFields.some((field) => fate.change?.[field]?.method === 'null')
      const [naming, named] = [child, parent].map((name) => spared.steps.find(({ collection }) => collection === name))
      const staying = naming ? countOf(naming, names) : 0
      if (!naming || !named || staying === (looked.get(number) ?? 0) || removedRows(named) === 0) continue
      looked.set(number, staying)
      const by = await namesOf(naming.rows(), number, names)
      const step = await byRow(named, (row) => spare(row.fate, by.get(nameIn(row, number))))
      grew ||= removedRows(step) < removedRows(named)
      spared = withStep(spared, step)
    }
  }
  return spared
}

const stays = ({ held, onHold, remove }: Fate): boolean => !remove && (held !== null || onHold.length > 0)

async function namesOf(
  rows: AsyncIterable<readonly PlannedRow[]>,
  foreignKey: number,
  isMeant: (fate: Fate) => boolean,
): Promise<Map<string, Fate>> {
  const names = new Map<string, Fate>()
  for await (const batch of rows)
    for (const { fate, names: links } of batch)
      if (isMeant(fate))
        for (const [number, ...values] of links) if (number === foreignKey) names.set(text(values), fate)
  return names
}

const nameIn = ({ key, named }: PlannedRow, foreignKey: number): string =>
  text(named.find(([number]) => number === foreignKey)?.slice(1) ?? key)

const text = (values: readonly unknown[]): string => JSON.stringify(values)

function spare(fate: Fate, by: Fate | undefined): Fate {
  if (!fate.remove || !by) return fate
  const [hold] = by.onHold
  return { ...fate, remove: false, held: hold ? null : 'shared', onHold: hold ? [{ ...hold, erase: null }] : [] }
}
