import { parseArgs } from 'node:util'
import { Temporal } from 'temporal-polyfill'
import { SourceFault } from '#connectors/contract.ts'
import { openConnector } from '#connectors/open.ts'
import { closeDatabase } from '#data/db.ts'
import { type LedgerSource, listControllers, listLedgerSources } from '#data/ledger/sources.ts'
import { readDataset } from '#domain/dataset/read-dataset.ts'
import { type Counts, replayLedger } from './ledger/replay.ts'
import { type Exit, print, UnusableInput } from './usage.ts'

type Outcome = {
  controller: string
  source: string
  /** why nothing could be looked at */
  fault: string | null
  collections: Record<string, Counts>
}

export async function ledger(args: string[]): Promise<Exit> {
  const [verb, ...rest] = args
  if (verb !== 'replay') throw new UnusableInput('ledger: expected replay')
  const { values } = parseArgs({
    args: rest,
    options: { source: { type: 'string' }, 'dry-run': { type: 'boolean' }, json: { type: 'boolean' } },
  })
  try {
    const outcomes = await replayAll(values.source ?? null, values['dry-run'] === true)
    if (values.source !== undefined && outcomes.length === 0)
      throw new UnusableInput(`ledger replay: nothing was erased in a source ${values.source}`)
    if (values.json) console.log(JSON.stringify({ dryRun: values['dry-run'] === true, sources: outcomes }))
    else tell(outcomes, values['dry-run'] === true)
    return outcomes.every(isDone) ? 0 : 1
  } finally {
    await closeDatabase()
  }
}

const isDone = ({ fault, collections }: Outcome): boolean =>
  fault === null && Object.values(collections).every(({ blocked, left }) => blocked + left === 0)

async function replayAll(key: string | null, isDry: boolean): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  const runAt = Temporal.Now.instant()
  for (const { id: controllerId, slug } of await listControllers()) {
    const actor = { kind: 'system', controllerId, job: 'ledger-replay' } as const
    for (const source of await listLedgerSources(actor, key)) {
      const named = { controller: slug, source: source.key }
      try {
        outcomes.push({ ...named, fault: null, collections: await replayOne(actor, source, runAt, isDry) })
      } catch (fault) {
        if (!(fault instanceof SourceFault)) throw fault
        outcomes.push({ ...named, fault: fault.kind, collections: {} })
      }
    }
  }
  return outcomes
}

async function replayOne(
  actor: Parameters<typeof replayLedger>[0]['actor'],
  { sourceId, yaml, url, collections }: LedgerSource,
  runAt: Temporal.Instant,
  isDry: boolean,
): Promise<Record<string, Counts>> {
  const read = readDataset(yaml)
  const dataset = read.ok ? read.value[0] : undefined
  const connector = dataset && openConnector(url, dataset)
  if (!connector) throw new SourceFault('schema_mismatch')
  const { signal } = new AbortController()
  try {
    return await replayLedger({ actor, sourceId, collections, dataset, connector, runAt, isDry, signal })
  } finally {
    await connector.close()
  }
}

function tell(outcomes: readonly Outcome[], isDry: boolean): void {
  if (outcomes.length === 0) print('Nothing was erased yet: there is nothing to replay.')
  for (const { controller, source, fault, collections } of outcomes) {
    print(`${controller} / ${source}${fault === null ? '' : `: could not be looked at (${fault})`}`)
    for (const [name, { scanned, back, deleted, changed, left, blocked }] of Object.entries(collections))
      print(
        `    ${name}: ${scanned} rows looked at, ${back} back` +
          (isDry ? '' : `, ${deleted} deleted, ${changed} changed again`) +
          (left > 0 ? `, ${left} left: the row says it is somebody else's` : '') +
          (blocked > 0 ? `, ${blocked} blocked by the source` : ''),
      )
  }
  if (isDry) print('Nothing was changed (--dry-run).')
}
