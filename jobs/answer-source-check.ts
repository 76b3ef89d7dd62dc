import { SourceFault } from '#connectors/contract.ts'
import { type ClaimedCheck, claimSourceCheck } from '#data/sources/claim-check.ts'
import { type CheckAnswer, finishSourceCheck } from '#data/sources/finish-check.ts'
import { log } from '#log'
import { defineJob, type JobContext } from './define.ts'
import { checkSource, draftMap } from './sources/look.ts'
import { previewPerson } from './sources/preview.ts'

async function answerTo({ question, ...source }: ClaimedCheck, context: JobContext): Promise<CheckAnswer> {
  if (question.purpose === 'draft')
    return { purpose: 'draft', yaml: await draftMap(source, question.key, context.signal) }
  const mapped = { ...source, yaml: question.yaml }
  if (question.purpose === 'check')
    return { purpose: 'check', isCandidate: question.isCandidate, result: await checkSource(mapped, context) }
  const today = context.now().toZonedDateTimeISO(source.zone).toPlainDate()
  return { purpose: 'preview', result: await previewPerson(mapped, question, today, context.signal) }
}

/** Answers what the desk asks about a source. It is not repeated: whoever asked sees why it failed and asks again. */
export const answerSourceCheck = defineJob({
  name: 'answer-source-check',
  on: ['source.check_asked', 'source.preview_asked'],
  lane: 'swift',
  retry: { attempts: 3, delayMs: 1_000 },
  async run({ eventId, controllerId }, context) {
    const actor = { kind: 'system', controllerId, job: 'answer-source-check' } as const
    const claimed = await claimSourceCheck(actor, eventId, context.now())
    if (!claimed) return
    const { id: checkId, question } = claimed
    const answer = await answerTo(claimed, context).catch((error: unknown): CheckAnswer => {
      if (context.signal.aborted) throw error
      const fault = error instanceof SourceFault ? error.kind : 'unknown'
      log.warn({ checkId, fault }, 'source not looked at')
      return { purpose: 'failed', fault, isOfMapInForce: question.purpose === 'check' && !question.isCandidate }
    })
    await finishSourceCheck(actor, { checkId, answer }, context.now())
  },
})
