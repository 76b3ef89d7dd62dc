import { RequesterAnswer } from '#domain/filing.ts'
import { answerRoute } from '../../answer-route.ts'

export const POST = answerRoute('requester', RequesterAnswer)
