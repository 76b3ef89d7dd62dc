import { buffer } from 'node:stream/consumers'
import type { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { transact } from '#data/db.ts'
import { areCorrectionsOpened } from '#data/findings/is-opened.ts'
import type { StaffActor } from '#data/users/find-colleague.ts'
import { openFile } from '#data/vault/read.ts'
import { may } from '#domain/actor.ts'

const Head = z.strictObject({ name: z.string(), mediaType: z.string() })

/** The file that a correction rests on. @returns null unless this person opened the corrections a moment ago */
export const readEvidence = (
  actor: StaffActor,
  { reference, correctionId }: { reference: string; correctionId: string },
  now: Temporal.Instant,
): Promise<(z.infer<typeof Head> & { bytes: Buffer }) | null> =>
  transact(actor, async (tx) => {
    const found = await tx.correction.findFirst({
      where: { id: correctionId, request: { reference } },
      include: { evidenceFile: true },
    })
    if (!found?.evidenceFile || !may(actor, 'open_personal_data', found.controllerId)) return null
    if (!(await areCorrectionsOpened(tx, actor, found.requestId, now))) return null
    const stream = await openFile(tx, found.evidenceFile)
    if (!stream) return null
    const all = await buffer(stream)
    const end = all.indexOf('\n')
    return { ...Head.parse(JSON.parse(all.subarray(0, end).toString())), bytes: all.subarray(end + 1) }
  })
