import { parseArgs } from 'node:util'
import { SourceFault } from '#connectors/contract.ts'
import { readLiveSchema } from '#connectors/open.ts'
import { draftDataset } from '#domain/dataset/draft.ts'
import { noSuchSource } from './source-files.ts'
import { type Exit, UnusableInput } from './usage.ts'

/** Writes to the standard output; samples are looked at and never repeated. */
export async function draftSource(args: string[]): Promise<Exit> {
  const { values } = parseArgs({
    args,
    options: {
      connection: { type: 'string' },
      schema: { type: 'string' },
      key: { type: 'string' },
    },
  })
  if (values.connection === undefined) throw new UnusableInput('source draft: expected --connection <url>')
  const live = await liveSchema(values.connection, values.schema ?? null)
  if (live.tables.length === 0)
    throw new UnusableInput(`source draft: ${values.schema ?? 'the database'} has no table that can be seen`)
  console.log(draftDataset(values.key ?? keyFrom(values.connection), live))
  return 0
}

async function liveSchema(url: string, schema: string | null) {
  try {
    const live = await readLiveSchema(url, schema, new AbortController().signal)
    if (live) return live
  } catch (fault) {
    if (fault instanceof SourceFault) throw new UnusableInput(`source draft: ${fault.kind}`, { cause: fault })
    throw fault
  }
  throw noSuchSource()
}

/** The database's name, in the letters a key may have. */
const keyFrom = (url: string): string => new URL(url).pathname.replace(/[^\w.-]+/g, '') || 'source'
