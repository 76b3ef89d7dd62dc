/** Nearest rank, in whole milliseconds. */
export function percentiles(values: readonly number[]): { p50Ms: number; p99Ms: number; mostMs: number } {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) => Math.round(sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN)
  return { p50Ms: at(0.5), p99Ms: at(0.99), mostMs: at(1) }
}
