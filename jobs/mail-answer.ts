import { notifyOn, when } from './notify.ts'

export const mailAnswer = notifyOn('answer.given', 'answer', (about) =>
  // A withdrawal is answered together with its receipt.
  about.answer && about.right !== 'consent_withdrawal'
    ? { right: about.right, doneAt: when(about.at, about), explanation: about.answer }
    : null,
)
