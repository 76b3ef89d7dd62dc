import { notifyOn, when } from './notify.ts'

export const mailAnswer = notifyOn('answer.given', 'answer', (about) =>
  about.answer ? { right: about.right, doneAt: when(about.at, about), explanation: about.answer } : null,
)
