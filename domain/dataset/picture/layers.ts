/** A box of the picture, or a bend of a line that passes a layer. */
export type Item = { id: string; layer: number; height: number }
/** A line between neighbouring layers. */
export type Segment = { from: string; to: string }

const SWEEPS = 8
const GAP = 18

/** How deep each id lies: one more than the deepest of its parents. An edge that goes against the order closes a cycle. */
export function layersOf(
  order: readonly string[],
  edges: readonly { child: string; parent: string }[],
): ReadonlyMap<string, number> {
  const place = new Map(order.map((id, index) => [id, index]))
  const parents = Map.groupBy(edges, ({ child }) => child)
  const layers = new Map<string, number>()
  for (const id of order) {
    const above = (parents.get(id) ?? []).filter(({ parent }) => (place.get(parent) ?? 0) < (place.get(id) ?? 0))
    layers.set(id, Math.max(-1, ...above.map(({ parent }) => layers.get(parent) ?? -1)) + 1)
  }
  return layers
}

/** Orders every layer so that few lines cross, and gives each item a height on the page near those it is linked with. */
export function settle(items: readonly Item[], segments: readonly Segment[]): ReadonlyMap<string, number> {
  const layers = [...Map.groupBy(items, ({ layer }) => layer)].sort(([a], [b]) => a - b).map(([, layer]) => [...layer])
  const [left, right] = [Map.groupBy(segments, ({ to }) => to), Map.groupBy(segments, ({ from }) => from)]
  const middle = new Map<string, number>()
  for (const layer of layers)
    stack(
      layer,
      layer.map((_, index) => index),
      middle,
    )
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const isForward = sweep % 2 === 0
    const beside = (id: string) =>
      isForward ? (left.get(id) ?? []).map(({ from }) => from) : (right.get(id) ?? []).map(({ to }) => to)
    for (const layer of isForward ? layers : layers.toReversed()) {
      const wanted = new Map(
        layer.map(({ id }) => [
          id,
          mean(
            beside(id).map((other) => middle.get(other) ?? 0),
            middle.get(id) ?? 0,
          ),
        ]),
      )
      layer.sort((a, b) => (wanted.get(a.id) ?? 0) - (wanted.get(b.id) ?? 0))
      stack(
        layer,
        layer.map(({ id }) => wanted.get(id) ?? 0),
        middle,
      )
    }
  }
  return middle
}

const mean = (numbers: readonly number[], otherwise: number): number =>
  numbers.length === 0 ? otherwise : numbers.reduce((sum, number) => sum + number, 0) / numbers.length

/** Places items one below the other, as near to where they want to be as their order lets them. */
function stack(layer: readonly Item[], wanted: readonly number[], middle: Map<string, number>): void {
  let free = Number.NEGATIVE_INFINITY
  const placed = layer.map(({ height }, index) => {
    const at = Math.max(wanted[index] ?? 0, free + height / 2)
    free = at + height / 2 + GAP
    return at
  })
  const shift = mean(
    placed.map((at, index) => (wanted[index] ?? 0) - at),
    0,
  )
  for (const [index, { id }] of layer.entries()) middle.set(id, (placed[index] ?? 0) + shift)
}
