import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { Temporal } from 'temporal-polyfill'
import { newKey } from '#crypto/sealing.ts'
import { newRequest } from '#data/findings/test-request.ts'
import { enterIntoLedger } from '#data/ledger/enter.ts'
import { connectSource } from '#data/sources/connect.ts'
import { newController } from '#data/test-controller.ts'
import { vaultPath } from '#data/vault/place.ts'
import { readPlanFile } from '#data/vault/plan-file.ts'
import { countOf, erases } from '#domain/erasure/plan.ts'
import { collectSource } from '#jobs/collect-source.ts'
import { JOBS } from '#jobs/index.ts'
import { openSource } from '#jobs/open-source.ts'
import { rereadPlan } from '#jobs/reread-plan.ts'
import { SUBJECT, YAML } from '../export/subject.ts'

/** As a worker's process: one erasure from the source's rows to the ledger, with what each step took. */
const [url = ''] = process.argv.slice(2)
if (JOBS.length === 0) throw new Error('no jobs')

const now = Temporal.Now.instant()
const home = await newController()
const { controllerId, system } = home
const source = { id: randomUUID(), key: 'shop', name: 'Shop', kind: 'postgres', region: 'ID', backupDays: 30 } as const
await connectSource(system, { ...source, connection: { url }, yaml: YAML }, now)
const { id: requestId } = await newRequest(home, { right: 'erasure', email: SUBJECT }, now)
const request = { id: requestId, controllerId, right: 'erasure', zone: 'Asia/Jakarta', receivedAt: now } as const
const task = {
  id: randomUUID(),
  purpose: 'collect' as const,
  request,
  source,
  yaml: YAML,
  connection: { url },
  others: [],
  salt: 'bench',
  holds: [],
  withdrawn: [],
  details: { email: SUBJECT, name: 'Subject' },
  identities: [{ label: 'email', value: SUBJECT }],
  key: newKey(),
}
const { signal } = new AbortController()
const baseMb = Math.round(process.resourceUsage().maxRSS / 1024)
const steps: Record<string, { seconds: number; peakMb: number }> = {}
const peakMb = () => Math.round(process.resourceUsage().maxRSS / 1024)
async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now()
  const done = await work()
  steps[name] = { seconds: Math.round((performance.now() - startedAt) / 100) / 10, peakMb: peakMb() }
  if (process.env['SHOW_STEPS']) process.stderr.write(`${name} ${JSON.stringify(steps[name])}\n`)
  return done
}

const kept: string[] = []
const collected = await step('collect', () =>
  collectSource(task, now, signal, {
    key: task.key,
    owner: request,
    parts: [],
    keep: async ({ file }) => kept.push(file.id) > 0,
    drop: async () => {},
    nowMs: () => performance.now(),
  }),
)
if (!collected.plan) throw new Error('no plan')
const file = { ...collected.plan, controllerId, requestId: request.id }
const opened = openSource(task)
const approved = await readPlanFile(task.key, file)
const material = { approved, holds: [], preview: collected.outcome.preview, reread: null }
const again = await step('reread', () => rereadPlan(task, opened, material, now, signal))
const erased = await step('erase', () => opened.connector.erase(again.plan, signal))
if (!erased.ok) throw new Error(erased.reason)
const gone = await step('readAgain', () => opened.connector.verifyGone(again.plan, signal))
if (Object.values(gone).some(({ stillThere }) => stillThere > 0)) throw new Error('something is still there')
const entry = { taskId: task.id, controllerId, requestId: request.id, sourceId: task.source.id }
await step('ledger', () => enterIntoLedger(system, entry, again.plan, now))
await opened.close()
const files = [...collected.collections.map((one) => one.file.id), file.id, again.file.id, ...kept]
await Promise.all(files.map((id) => rm(vaultPath(controllerId, id))))
process.send?.({
  rows: again.plan.steps.reduce((sum, one) => sum + countOf(one, erases), 0),
  steps,
  baseMb,
  peakMb: peakMb(),
})
process.exit(0)
