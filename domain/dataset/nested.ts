type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value }

const isList = (value: Value): value is readonly Value[] => Array.isArray(value)

/** Every scalar at the end of a path, through objects and lists; null and what is not there are nothing. */
export function scalarsAt(value: Value | undefined, steps: readonly string[]): string[] {
  if (value === null || value === undefined) return []
  if (isList(value)) return value.flatMap((one) => scalarsAt(one, steps))
  const [step, ...rest] = steps
  if (typeof value === 'object')
    return step !== undefined && Object.hasOwn(value, step) ? scalarsAt(value[step], rest) : []
  return step === undefined ? [String(value)] : []
}

/** A path into a value, and which of the scalars at its end are meant. */
export type Way = { steps: readonly string[]; keep: (scalar: string) => boolean }

/**
 * The value with only those elements of the lists along the ways that lead to a scalar to keep, by whichever way. A
 * list in which no way leads to one stays whole, and what loses nothing is the same value.
 */
export function elementsAt(value: Value, ways: readonly Way[]): Value {
  const leading = ways.filter((way) => leads(value, way))
  if (leading.length === 0 || typeof value !== 'object' || value === null) return value
  if (isList(value)) {
    const kept = value.filter((one) => leading.some((way) => leads(one, way)))
    return same(
      value,
      kept.map((one) => elementsAt(one, leading)),
    )
  }
  const inner = Map.groupBy(leading, ({ steps: [step = ''] }) => step)
  const changed = [...inner].map(([step, some]): [string, Value] => [
    step,
    elementsAt(
      value[step] ?? null,
      some.map(({ steps, keep }) => ({ steps: steps.slice(1), keep })),
    ),
  ])
  return changed.every(([step, one]) => one === value[step]) ? value : { ...value, ...Object.fromEntries(changed) }
}

const leads = (value: Value, { steps, keep }: Way): boolean => scalarsAt(value, steps).some(keep)
const same = (before: readonly Value[], after: readonly Value[]): readonly Value[] =>
  after.length === before.length && after.every((one, index) => one === before[index]) ? before : after

/** How many objects there are, at any depth. */
export function objectsIn(value: Value): number {
  if (typeof value !== 'object' || value === null) return 0
  const inner: readonly Value[] = isList(value) ? value : Object.values(value)
  return inner.reduce<number>((sum, one) => sum + objectsIn(one), isList(value) ? 0 : 1)
}
