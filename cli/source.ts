import { type Exit, UnusableInput } from './usage.ts'

const VERBS: Record<string, () => Promise<(args: string[]) => Promise<Exit> | Exit>> = {
  preview: async () => (await import('./source-preview.ts')).previewSources,
  check: async () => (await import('./source-check.ts')).checkSources,
  draft: async () => (await import('./source-draft.ts')).draftSource,
  schema: async () => (await import('./source-check.ts')).printSchema,
}

export async function source([verb = '', ...args]: string[]): Promise<Exit> {
  const load = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined
  if (load === undefined) throw new UnusableInput(`source: expected ${Object.keys(VERBS).join(', ')}`)
  return (await load())(args)
}
