import { ContactAnswer } from '#domain/filing.ts'
import { answerRoute } from '../../answer-route.ts'

export const { GET, POST } = answerRoute('contact', ContactAnswer)
