import { z } from 'zod'
import { DetailsAnswer } from '#domain/filing.ts'
import { ChosenPurposes } from '#domain/stop.ts'
import { answerRoute } from '../../answer-route.ts'
import { PURPOSE_FIELD } from '../purpose-fields.ts'

const { details, country } = DetailsAnswer.shape

/** A box of its own for each purpose; `listed` comes from a page that offered any. */
const Given = z
  .object({ details, country, listed: z.literal('1').optional() })
  .catchall(z.string())
  .transform(({ details = '', country = '', listed, ...boxes }, context) => {
    const unknown = Object.keys(boxes).find((name) => !name.startsWith(PURPOSE_FIELD))
    const chosen = ChosenPurposes.safeParse(Object.keys(boxes).map((name) => name.slice(PURPOSE_FIELD.length)))
    if (unknown !== undefined || !chosen.success)
      context.issues.push({ code: 'custom', input: boxes, message: 'invalid' })
    if (listed && details === '' && chosen.data?.length === 0)
      context.issues.push({ code: 'custom', input: boxes, path: ['purposes'], message: 'choose_one' })
    // Left open, they are kept as empty text: asked, and nothing to say.
    return { details, country, purposes: chosen.data ?? [] }
  })

export const { GET, POST } = answerRoute('details', Given)
