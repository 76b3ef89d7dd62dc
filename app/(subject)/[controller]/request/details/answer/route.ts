import { DetailsAnswer } from '#domain/filing.ts'
import { answerRoute } from '../../answer-route.ts'

/** Left open, they are kept as empty text: asked, and nothing to say. */
export const POST = answerRoute(
  'details',
  DetailsAnswer.transform(({ details = '', country = '' }) => ({ details, country })),
)
