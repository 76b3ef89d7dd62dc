import { inOrderOfPromise, promiseSentence, seenAt } from '#domain/clock/promise-words.ts'
import { notifyOn } from './notify.ts'

/** Says that there is a question, which dates wait for its answer, and which do not: one mail, not two. */
export const mailQuestion = notifyOn('question.asked', 'question', ({ clocks, controller, locale }, now) => {
  const sentences = (...states: string[]) =>
    inOrderOfPromise(clocks.map((clock) => seenAt(clock, now)))
      .filter(({ state }) => states.includes(state))
      .map((clock) => promiseSentence(clock, controller.zone, locale))
  return { waits: sentences('paused'), runs: sentences('running', 'breached') }
})
