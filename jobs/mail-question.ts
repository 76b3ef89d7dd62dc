import { notifyOn } from './notify.ts'

export const mailQuestion = notifyOn('question.asked', 'question', () => ({}))
