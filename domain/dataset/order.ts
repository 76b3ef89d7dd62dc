/**
 * Ids ordered so that every parent stands before its children. A cycle has no such order: it is cut at the edge that
 * closes it, everything else still holds. Iterative, so that a chain of any length is safe.
 */
export function parentsFirst(ids: readonly string[], edges: readonly { child: string; parent: string }[]): string[] {
  const parents = Map.groupBy(edges, ({ child }) => child)
  const order = new Set<string>()
  const entered = new Set<string>()
  for (const id of ids) {
    const stack = [id]
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const first = !entered.has(top)
      entered.add(top)
      const waiting = first ? (parents.get(top) ?? []).filter(({ parent }) => !entered.has(parent)) : []
      if (waiting.length > 0) stack.push(...waiting.map(({ parent }) => parent))
      else {
        order.add(top)
        stack.pop()
      }
    }
  }
  return [...order]
}
