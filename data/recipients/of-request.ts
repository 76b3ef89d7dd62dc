import { transact } from '#data/db.ts'
import { type Actor, may } from '#domain/actor.ts'
import { findAnswers, type InstructedRecipient } from './answers.ts'

/** Whoever was told about a request, for the desk. */
export const listInstructed = (
  actor: Actor,
  { id, controllerId }: { id: string; controllerId: string },
): Promise<InstructedRecipient[]> =>
  transact(actor, async (tx) => (may(actor, 'see_queue', controllerId) ? findAnswers(tx, id) : []))
