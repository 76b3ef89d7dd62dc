import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { transact } from '#data/db.ts'
import type { StaffActor } from '#data/users/find-colleague.ts'
import { openFile } from '#data/vault/read.ts'
import { may } from '#domain/actor.ts'
import type { Label } from '#domain/dataset/dataset.ts'
import { isOpened } from './is-opened.ts'
import { labelIn } from './labels.ts'

export const FINDING_PAGE = 25

/** One line of a sealed finding. */
const Line = z.object({ values: z.record(z.string(), z.unknown()), shared: z.boolean(), thirdParty: z.boolean() })
export type FoundRow = z.infer<typeof Line>

export type OpenedFinding = {
  id: string
  collection: string
  label: Label
  source: string
  rows: number
  shared: number
  /** null: a reason has to be given first */
  page: FoundRow[] | null
}

/**
 * A finding, and one page of its rows if this user gave a reason a moment ago.
 * @param page counts from 1
 * @returns null for what this person may not see, whether or not it exists
 */
export const readFinding = (
  actor: StaffActor,
  { reference, findingId, page }: { reference: string; findingId: string; page: number },
  now: Temporal.Instant,
): Promise<OpenedFinding | null> =>
  transact(actor, async (tx) => {
    const finding = await tx.finding.findFirst({
      where: { id: findingId, request: { reference } },
      include: { file: true, task: { include: { source: true, dataset: { select: { id: true, yaml: true } } } } },
    })
    if (!finding || !may(actor, 'open_personal_data', finding.controllerId)) return null
    const { id, collection, rows, shared, requestId } = finding
    const { source, dataset } = finding.task
    const about = { id, collection, label: labelIn(dataset, collection), source: source.name, rows, shared }
    if (!(await isOpened(tx, actor, requestId, findingId, now))) return { ...about, page: null }
    const stream = await openFile(tx, finding.file)
    return stream && { ...about, page: await readLines(stream, (page - 1) * FINDING_PAGE, FINDING_PAGE) }
  })

/** Streams past what comes before; never holds more than the page asked for. */
async function readLines(stream: Readable, skip: number, take: number): Promise<FoundRow[]> {
  // A broken seal is an error of the stream, which reading by lines would swallow.
  const failed = new Promise<never>((_, reject) => stream.once('error', reject))
  failed.catch(() => {})
  try {
    return await Promise.race([takeLines(stream, skip, take), failed])
  } finally {
    stream.destroy()
  }
}

async function takeLines(stream: Readable, skip: number, take: number): Promise<FoundRow[]> {
  const found: FoundRow[] = []
  let index = 0
  for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (index >= skip) found.push(Line.parse(JSON.parse(line)))
    index += 1
    if (found.length === take) break
  }
  return found
}
