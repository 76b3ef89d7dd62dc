import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

export type FoundMail = { file: string; key: string; to: string; text: string; at: string }

const Stored = z.object({ key: z.string(), to: z.string(), text: z.string() })

/** All mail of a portal's local outbox, each file read once. */
export function openMailbox(dataDir: string): () => Promise<FoundMail[]> {
  const folder = join(dataDir, 'mail')
  const read = new Map<string, FoundMail>()
  return async () => {
    const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json'))
    for (const file of names)
      if (!read.has(file))
        read.set(file, {
          file,
          at: file.slice(0, 24),
          ...Stored.parse(JSON.parse(await readFile(join(folder, file), 'utf8'))),
        })
    return [...read.values()]
  }
}
