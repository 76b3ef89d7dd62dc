/**
 * Mann–Whitney U with the normal approximation, for some dozens of samples or more.
 * @returns the chance that two alike sources differ as much as these do; small means that they can be told apart
 */
export function rankTest(first: readonly number[], second: readonly number[]): number {
  const all = [...first.map((value) => ({ value, rank: 1 })), ...second.map((value) => ({ value, rank: 0 }))]
  all.sort((a, b) => a.value - b.value)
  const rankSum = all.reduce((sum, { rank }, at) => sum + rank * (at + 1), 0)
  const [n, m] = [first.length, second.length]
  const u = rankSum - (n * (n + 1)) / 2
  const deviation = Math.sqrt((n * m * (n + m + 1)) / 12)
  return 2 * upperTail(Math.abs(u - (n * m) / 2) / deviation)
}

/** The standard normal beyond z (Abramowitz and Stegun 26.2.17, error under 1e-7). */
function upperTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * z)
  const [a, b, c, d, e] = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429]
  const series = t * (a + t * (b + t * (c + t * (d + t * e))))
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series
}
