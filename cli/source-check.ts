import { parseArgs } from 'node:util'
import type { SourceCheck, SourceProblem } from '#connectors/contract.ts'
import { stopsReading } from '#connectors/fit.ts'
import { mayStop } from '#connectors/stop-problems.ts'
import { buildGraph, collectionId } from '#domain/dataset/graph.ts'
import { datasetJsonSchema } from '#domain/dataset/json-schema.ts'
import { checkOf, closeSources, type Opened, openSources, problemAt, sourceOptions } from './source-files.ts'
import { type Exit, print } from './usage.ts'

type Checked = { source: Opened; check: SourceCheck }

/** Connection, rights (read, change, delete, and whether a stop can be written), columns, types, keys, references, and what no identity leads to. */
export async function checkSources(args: string[]): Promise<Exit> {
  const { values } = parseArgs({ args, options: { ...sourceOptions, json: { type: 'boolean' } } })
  const sources = await openSources(values.dataset, values.connection)
  try {
    const checked: Checked[] = []
    for (const source of sources) checked.push({ source, check: await checkOf(source, new AbortController().signal) })
    const result = resultOf(checked)
    if (values.json) console.log(JSON.stringify(result))
    else tell(result)
    return result.stops ? 1 : 0
  } finally {
    await closeSources(sources)
  }
}

/** `stops`: a request would not run. The other problems are said so that somebody can decide about them. */
function resultOf(checked: readonly Checked[]) {
  const graph = buildGraph(checked.map(({ source }) => source.dataset))
  const collections = checked.flatMap(({ source: { dataset }, check }) =>
    dataset.collections.map((collection) => {
      const live = check.collections[collection.name]
      const { read, change, delete: deleted } = live?.rights ?? { read: false, change: false, delete: false }
      const stop = mayStop(collection, check.problems)
      const rights = { read, change, delete: deleted, ...(stop !== null && { stop }) }
      return [collectionId(dataset.key, collection.name), { ...rights, key: live?.key ?? [] }] as const
    }),
  )
  const found = checked.flatMap(({ source, check }) =>
    check.problems
      .filter((problem) => !isElsewhere(checked, source, problem))
      .map((problem) => ({ what: problemAt(source.dataset, problem), stops: stopsReading(problem) })),
  )
  const said = (what: string) => ({ what, stops: false })
  const problems = [
    ...found,
    ...graph.problems.map(({ collection, field, problem }) => said(`${collection}.${field}: ${problem}`)),
    ...graph.unreachable.map((id) => said(`${id}: unreachable`)),
    ...graph.beyond.map((id) => said(`${id}: beyond_shared_parent`)),
  ]
  return { collections: Object.fromEntries(collections), problems, stops: problems.some(({ stops }) => stops) }
}

/** Another of the given datasets describes that table of the same database. */
const isElsewhere = (checked: readonly Checked[], { url, dataset }: Opened, { problem, collection }: SourceProblem) =>
  problem === 'undescribed_collection' &&
  checked.some(
    ({ source }) =>
      source.url === url &&
      source.dataset.schema === dataset.schema &&
      [...source.dataset.collections.map(({ name }) => name), ...source.dataset.ignored].includes(collection),
  )

function tell({ collections, problems, stops }: ReturnType<typeof resultOf>): void {
  for (const [id, { key, ...rights }] of Object.entries(collections)) {
    const may = Object.entries(rights).map(([right, granted]) => (granted ? right : `not ${right}`))
    print(`${id}  ${may.join(', ')}  key ${key.join(', ') || 'none'}`)
  }
  for (const { what, stops: one } of problems) print(`${one ? 'stops' : 'note '}  ${what}`)
  print(stops ? 'A request would not run until what stops it is mended.' : 'A request can run.')
}

export function printSchema(): Exit {
  console.log(JSON.stringify(datasetJsonSchema(), null, 2))
  return 0
}
