import { findUninstructed, recordInstructions } from '#data/execution/instruct.ts'
import { findCorrespondence } from '#data/notices/find-correspondence.ts'
import { renderMail } from '#emails/render.ts'
import { sendMail } from '#emails/send.ts'
import { defineJob } from './define.ts'
import { pageUrl, refuseForeignTransport, when } from './notify.ts'

const ANSWER_WITHIN_DAYS = 7

/**
 * Tells every recipient to erase, before anything is erased here and, should one have come since, before the subject is
 * told; to correct, once it is corrected here; or to stop, once what was withdrawn has stopped here and before the
 * receipt says so. The mail names no data subject.
 */
export const instructRecipients = defineJob({
  name: 'instruct-recipients',
  on: ['execution.started', 'stops.finished', 'answer.given', 'certificate.issued', 'corrections.applied'],
  lane: 'swift',
  retry: { attempts: 8, delayMs: 1_000 },
  async run(payload, { now }) {
    const { controllerId, requestId, eventId } = payload
    const actor = { kind: 'system', controllerId, job: 'instruct-recipients' } as const
    const told = requestId && (await findUninstructed(actor, requestId))
    const about = told && (await findCorrespondence(actor, payload))
    if (!told || !about || !requestId) return
    const { recipients, instruction } = told
    const { controller, reference, locale } = about
    if (recipients.length > 0) refuseForeignTransport(controller)
    for (const { id, name, contact } of recipients) {
      const mail = await renderMail({
        template: 'processor-instruction',
        locale,
        props: {
          controller,
          reference,
          portalUrl: pageUrl('/'),
          date: when(about.at, about),
          recipient: name,
          instruction,
          answerBy: when(about.at.add({ hours: 24 * ANSWER_WITHIN_DAYS }), about),
        },
      })
      await sendMail({ ...mail, to: contact, key: `instruct.${eventId}.${id}` })
    }
    const recipientIds = recipients.map(({ id }) => id)
    await recordInstructions(actor, { requestId, recipientIds }, now())
  },
})
