import type { Dataset } from '../dataset.ts'
import type { Edge, Graph } from '../graph.ts'
import { type Item, layersOf, type Segment, settle } from './layers.ts'

export type Box = {
  id: string
  x: number
  y: number
  width: number
  height: number
  collection: string
  /** the dataset it belongs to, where that is another source's */
  elsewhere: string | null
  /** labels of the identifiers that lead in here */
  ways: readonly { label: string; thirdParty: boolean }[]
  isThirdParty: boolean
  isUnreachable: boolean
  /** reached over a shared parent only, so not followed everywhere */
  isBeyond: boolean
}

/** @property path an SVG path from the parent's side to the child's */
export type Line = {
  id: string
  path: string
  child: string
  parent: string
  childFields: readonly string[]
  parentFields: readonly string[]
  /** values flow from parent to child, from child to parent */
  down: boolean
  up: boolean
  isThirdParty: boolean
}

export type Picture = { width: number; height: number; boxes: Box[]; lines: Line[] }

const WIDTH = 190
const HEIGHT = 50
const BEND = 8
const COLUMN = WIDTH + 90
const ROW = HEIGHT + 18
const MARGIN = 12

/** The map of one dataset, parents left of children; of other sources only what it refers to. Pure, and the same each time. */
export function drawMap(graph: Graph, dataset: Dataset): Picture {
  const isOwn = (id: string) => graph.nodes.get(id)?.dataset.key === dataset.key
  const edges = graph.edges.filter(({ child, parent }) => child !== parent && (isOwn(child) || isOwn(parent)))
  const linked = new Set(edges.flatMap(({ child, parent }) => [child, parent]))
  const order = graph.order.filter((id) => linked.has(id))
  const layers = layersOf(order, edges)
  const routes = edges.map((edge) => routeOf(edge, layers))
  const items = [
    ...order.map((id): Item => ({ id, layer: layers.get(id) ?? 0, height: HEIGHT })),
    ...routes.flatMap(({ bends }) => bends),
  ]
  const middle = settle(
    items,
    routes.flatMap(({ segments }) => segments),
  )
  const top = Math.min(...items.map(({ id, height }) => (middle.get(id) ?? 0) - height / 2), 0)
  const bottom = Math.max(...items.map(({ id, height }) => (middle.get(id) ?? 0) + height / 2), top)
  const at = (id: string, layer: number): Point => ({
    x: MARGIN + layer * COLUMN,
    y: (middle.get(id) ?? 0) - top + MARGIN,
  })
  const placed = order.map((id) => boxOf(graph, dataset, id, at(id, layers.get(id) ?? 0)))
  const alone = graph.order.filter((id) => isOwn(id) && !linked.has(id))
  const columns = Math.max(Math.max(0, ...layers.values()) + 1, Math.min(4, alone.length))
  const below = placed.length === 0 ? MARGIN : bottom - top + MARGIN + ROW - HEIGHT
  const boxes = [
    ...placed,
    ...alone.map((id, index) =>
      boxOf(graph, dataset, id, {
        x: MARGIN + (index % columns) * COLUMN,
        y: below + Math.floor(index / columns) * ROW + HEIGHT / 2,
      }),
    ),
  ]
  return {
    width: Math.max(...boxes.map(({ x, width }) => x + width), 0) + MARGIN,
    height: Math.max(...boxes.map(({ y, height }) => y + height), bottom - top + MARGIN) + MARGIN,
    boxes,
    lines: routes.map(({ edge, bends }) => lineOf(edge, bends, (id) => at(id, layers.get(id) ?? 0), at)),
  }
}

type Point = { x: number; y: number }
type Route = { edge: Edge; bends: Item[]; segments: Segment[] }

/** A line that passes layers bends in each, so that it runs between their boxes. */
function routeOf(edge: Edge, layers: ReadonlyMap<string, number>): Route {
  const [from, to] = [layers.get(edge.parent) ?? 0, layers.get(edge.child) ?? 0]
  const bends = Array.from({ length: Math.max(0, to - from - 1) }, (_, index) => ({
    id: `${edge.id} ${index}`,
    layer: from + 1 + index,
    height: BEND,
  }))
  const stops = [edge.parent, ...bends.map(({ id }) => id), edge.child]
  const segments = to > from ? stops.slice(1).map((stop, index) => ({ from: stops[index] ?? '', to: stop })) : []
  return { edge, bends, segments }
}

function lineOf(
  edge: Edge,
  bends: readonly Item[],
  boxAt: (id: string) => Point,
  at: (id: string, layer: number) => Point,
) {
  const { id, child, parent, childFields, parentFields, down, up, thirdParty, staff } = edge
  const [start, end] = [boxAt(parent), boxAt(child)]
  const isForward = end.x > start.x
  const curve = (a: Point, b: Point, reach: number) =>
    `C ${a.x + reach} ${a.y}, ${b.x - (isForward ? reach : -reach)} ${b.y}, ${b.x} ${b.y}`
  const out = { x: start.x + WIDTH, y: start.y }
  // What closes a cycle goes back: out at the right of both.
  const into = isForward ? end : { x: end.x + WIDTH, y: end.y }
  const stops = [...bends.map((bend) => at(bend.id, bend.layer)), into]
  let here = out
  const path = [`M ${out.x} ${out.y}`]
  for (const [index, stop] of stops.entries()) {
    path.push(curve(here, stop, isForward ? (stop.x - here.x) / 2 : 60))
    here = stop
    if (index < bends.length) {
      here = { x: stop.x + WIDTH, y: stop.y }
      path.push(`L ${here.x} ${here.y}`)
    }
  }
  return {
    id,
    path: path.join(' '),
    child,
    parent,
    childFields,
    parentFields,
    down,
    up,
    isThirdParty: thirdParty || staff,
  }
}

function boxOf(graph: Graph, dataset: Dataset, id: string, { x, y }: Point): Box {
  const node = graph.nodes.get(id)
  const ways = [...graph.entries, ...graph.requested].filter(({ collection }) => collection === id)
  return {
    id,
    x,
    y: y - HEIGHT / 2,
    width: WIDTH,
    height: HEIGHT,
    collection: node?.collection.name ?? id,
    elsewhere: node && node.dataset.key !== dataset.key ? node.dataset.name : null,
    ways: [...new Map(ways.map(({ label, thirdParty }) => [label, { label, thirdParty }])).values()],
    isThirdParty: node?.collection.thirdParty ?? false,
    isUnreachable: graph.unreachable.includes(id),
    isBeyond: graph.beyond.includes(id),
  }
}
