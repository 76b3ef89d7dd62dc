import { type SourceCheck, SourceFault, type SourceProblem } from '#connectors/contract.ts'
import { KNOWN_SCHEMES, openConnector } from '#connectors/open.ts'
import type { Described } from '#connectors/preview.ts'
import type { Dataset } from '#domain/dataset/dataset.ts'
import { readDataset } from '#domain/dataset/read-dataset.ts'
import { UnusableInput } from './usage.ts'
import { readSmallFile } from './verify-keys.ts'

const LARGEST_FILE_BYTES = 2_000_000

export type Opened = Described & { file: string; url: string }

/** The options that name sources: `--dataset` and `--connection` belong together in the order they are given. */
export const sourceOptions = {
  dataset: { type: 'string', multiple: true },
  connection: { type: 'string', multiple: true },
} as const

/**
 * Every dataset of every file with its connector; a file may hold several. Close them.
 * @throws UnusableInput naming file, line, path and fix of what is wrong
 */
export async function openSources(files: readonly string[] = [], urls: readonly string[] = []): Promise<Opened[]> {
  if (files.length === 0) throw new UnusableInput('source: expected --dataset <file.yml> --connection <url>')
  if (files.length !== urls.length)
    throw new UnusableInput('source: give one --connection for each --dataset, in order')
  const described: { dataset: Dataset; file: string; url: string }[] = []
  for (const [index, file] of files.entries())
    for (const dataset of await datasetsIn(file)) described.push({ dataset, file, url: urls[index] ?? '' })
  const keys = described.map(({ dataset }) => dataset.key)
  const twice = keys.find((key, index) => keys.indexOf(key) !== index)
  if (twice !== undefined) throw new UnusableInput(`source: two datasets are called ${twice}; their keys must differ`)
  return described.map(({ dataset, file, url }) => {
    const connector = openConnector(url, dataset)
    if (!connector) throw noSuchSource()
    return { dataset, file, url, connector }
  })
}

/** The address holds a password: it is not repeated. */
export const noSuchSource = () =>
  new UnusableInput(`--connection: expected an address like ${KNOWN_SCHEMES[0]}://user@host/database`)

async function datasetsIn(file: string): Promise<readonly Dataset[]> {
  const read = readDataset((await readSmallFile(file, LARGEST_FILE_BYTES)).toString('utf8'))
  if (read.ok) return read.value
  const problems = read.problems.map(({ line, path, fix }) => `${file}:${line}: ${path ? `${path}: ` : ''}${fix.en}`)
  throw new UnusableInput(problems.join('\n'))
}

export async function closeSources(sources: readonly Opened[]): Promise<void> {
  await Promise.all(sources.map(({ connector }) => connector.close()))
}

/** @throws UnusableInput naming the dataset that does not answer, and why in one word */
export async function checkOf({ dataset, connector, file }: Opened, signal: AbortSignal): Promise<SourceCheck> {
  try {
    return await connector.check(signal)
  } catch (fault) {
    if (fault instanceof SourceFault)
      throw new UnusableInput(`${file}: ${dataset.key}: ${fault.kind}`, { cause: fault })
    throw fault
  }
}

export const problemAt = (dataset: Dataset, problem: SourceProblem): string =>
  `${dataset.key}:${problem.collection}${'field' in problem ? `.${problem.field}` : ''}: ${problem.problem}`
