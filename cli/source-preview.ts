import { parseArgs } from 'node:util'
import { Temporal } from 'temporal-polyfill'
import type { Identity } from '#connectors/claims.ts'
import { type Obstacle, type RowKey, SourceFault, type SourceProblem } from '#connectors/contract.ts'
import { stopsReading } from '#connectors/fit.ts'
import { type Preview, preview } from '#connectors/preview.ts'
import { buildGraph, collectionId } from '#domain/dataset/graph.ts'
import { type ErasureStep, erases, type Fields } from '#domain/erasure/plan.ts'
import { checkOf, closeSources, type Opened, openSources, problemAt, sourceOptions } from './source-files.ts'
import { type Exit, print, UnusableInput } from './usage.ts'

/** Files and addresses only: no portal, no settings. Nothing is changed. */
export async function previewSources(args: string[]): Promise<Exit> {
  const { values } = parseArgs({
    args,
    options: {
      ...sourceOptions,
      identity: { type: 'string', multiple: true },
      erase: { type: 'boolean' },
      category: { type: 'string', multiple: true },
      json: { type: 'boolean' },
    },
  })
  const identities = (values.identity ?? []).map(identityFrom)
  if (identities.length === 0) throw new UnusableInput('source preview: expected --identity <label>=<value>')
  if (values.category && !values.erase) throw new UnusableInput('source preview: --category needs --erase')
  const erase = values.erase ? { categories: values.category ?? null, today: Temporal.Now.plainDateISO() } : null
  const sources = await openSources(values.dataset, values.connection)
  const { signal } = new AbortController()
  try {
    for (const source of sources) await refuseUnfit(source, signal)
    warn(sources, identities)
    const seen = await preview({ sources, identities, erase, signal })
    if (values.json) console.log(JSON.stringify(await asJson(seen)))
    else await tell(seen)
    return 0
  } catch (fault) {
    if (fault instanceof SourceFault) throw new UnusableInput(fault.message, { cause: fault })
    throw fault
  } finally {
    await closeSources(sources)
  }
}

function identityFrom(text: string): Identity {
  const [, label = '', value = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? []
  if (label === '' || value.trim() === '') throw new UnusableInput('--identity: expected <label>=<value>')
  return { label, value }
}

const MEANING: Partial<Record<SourceProblem['problem'], string>> = {
  missing_collection: ' (the source has no such table)',
  missing_field: ' (the table has no such column)',
  may_not_read: ' (this account may not read it)',
  wrong_type: ' (the column holds no object or list)',
}

async function refuseUnfit(source: Opened, signal: AbortSignal): Promise<void> {
  const problems = (await checkOf(source, signal)).problems.filter(stopsReading)
  if (problems.length > 0)
    throw new UnusableInput(
      problems
        .map((problem) => `${source.file}: ${problemAt(source.dataset, problem)}${MEANING[problem.problem] ?? ''}`)
        .join('\n'),
    )
}

/** What is not asked about is said, never left out in silence. */
function warn(sources: readonly Opened[], identities: readonly Identity[]): void {
  const graph = buildGraph(sources.map(({ dataset }) => dataset))
  const labels = new Set([...graph.entries, ...graph.requested].map(({ label }) => label))
  const unknown = identities.filter(({ label }) => !labels.has(label))
  for (const { label } of unknown) console.error(`no field of these datasets is an identity ${label}`)
  for (const { collection, field, problem } of graph.problems) console.error(`${collection}.${field}: ${problem}`)
  for (const id of graph.unreachable) console.error(`${id}: no identity leads there`)
  for (const id of graph.beyond) console.error(`${id}: followed only where nobody else shares the row above it`)
}

type Row = Record<string, string>
const rowAt = (key: readonly string[], values: RowKey): Row =>
  Object.fromEntries(key.map((name, index) => [name, values[index] ?? '']))

const methods = (fields: Fields): Row =>
  Object.fromEntries(Object.entries(fields).map(([field, { method }]) => [field, method]))

type Told = {
  delete: Row[]
  change: { key: Row; fields: Row }[]
  kept: { key: Row; fields: readonly string[]; basis: string; until: string }[]
  held: { key: Row; why: string }[]
}

/** One collection's part of an erasure, keys and fields spelt out. Keys may be personal: this is for the operator's eyes. */
async function erasureJson(step: ErasureStep | undefined): Promise<Told> {
  const told: Told = { delete: [], change: [], kept: [], held: [] }
  const unaddressed = step?.key.length === 0
  for await (const rows of step?.rows() ?? [])
    for (const { key: values, fate } of rows) {
      const key = rowAt(step?.key ?? [], values)
      if (unaddressed && erases(fate)) told.held.push({ key, why: 'no_key' })
      else if (fate.remove) told.delete.push(key)
      else if (fate.change) told.change.push({ key, fields: methods(fate.change) })
      for (const { fields, basis, until } of fate.kept) told.kept.push({ key, fields, basis, until })
      if (fate.held) told.held.push({ key, why: fate.held })
    }
  return told
}

function stepsOf({ plans }: Preview): Map<string, ErasureStep> {
  return new Map(
    plans.flatMap(({ plan }) => plan.steps.map((step) => [collectionId(plan.dataset, step.collection), step])),
  )
}

const obstaclesOf = ({ plans }: Preview): (Obstacle & { dataset: string })[] =>
  plans.flatMap(({ plan, obstacles }) => obstacles.map((obstacle) => ({ dataset: plan.dataset, ...obstacle })))

async function asJson(seen: Preview): Promise<object> {
  const steps = stepsOf(seen)
  const erasing = seen.plans.length > 0
  const collections: Record<string, object> = {}
  for (const [id, { rows, thirdParty, shared }] of seen.collections) {
    const told = erasing ? await erasureJson(steps.get(id)) : {}
    collections[id] = { rows, third_party: thirdParty, shared, ...told }
  }
  return { collections, ...(erasing ? { obstacles: obstaclesOf(seen) } : {}) }
}

async function tell(seen: Preview): Promise<void> {
  const steps = stepsOf(seen)
  for (const [id, { rows, thirdParty, shared }] of seen.collections) {
    const flags = [thirdParty && `${thirdParty} third party`, shared && `${shared} shared`].filter(Boolean).join(', ')
    print(`${id}  ${rows} ${rows === 1 ? 'row' : 'rows'}${flags && ` (${flags})`}`)
    const { delete: deleted, change, kept, held } = await erasureJson(steps.get(id))
    for (const one of deleted) print(`    delete  ${named(one)}`)
    for (const { key, fields } of change) print(`    change  ${named(key)}  →  ${named(fields)}`)
    for (const one of kept)
      print(`    keep    ${named(one.key)}  ${one.fields.join(', ') || 'whole row'}: ${one.basis}, until ${one.until}`)
    for (const { key, why } of held) print(`    hold    ${named(key)}  ${why}`)
  }
  for (const { dataset, collection, field, kind, blocking } of obstaclesOf(seen))
    print(`${blocking ? 'obstacle' : 'note'}  ${dataset}:${collection}${field === null ? '' : `.${field}`}  ${kind}`)
}

const named = (row: Row): string =>
  Object.entries(row)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')
