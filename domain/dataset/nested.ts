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

/** The value with only those elements of the lists along a path that lead to a scalar to keep. */
export function elementsAt(value: Value, steps: readonly string[], keep: (scalar: string) => boolean): Value {
  if (isList(value))
    return value.filter((one) => scalarsAt(one, steps).some(keep)).map((one) => elementsAt(one, steps, keep))
  const [step, ...rest] = steps
  const inner = typeof value === 'object' && value !== null && step !== undefined ? value[step] : undefined
  return inner === undefined ? value : { ...(value as object), [step ?? '']: elementsAt(inner, rest, keep) }
}
