import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { type Actor, may } from '#domain/actor.ts'
import { type Result, refuse } from '#domain/result.ts'
import type { AskedPreview, CandidateMap, OnSource } from '#domain/source/form.ts'
import { isQueried } from '#domain/source/kind.ts'
import { currentMap, lockManaged } from './managed.ts'
import { openCheck, type Question } from './open-check.ts'

type AskRefusal = 'not_found' | 'check_running' | 'no_map' | 'not_readable'
type Asked = Promise<Result<{ checkId: string }, AskRefusal>>

const ask = (actor: Actor, sourceId: string, question: Question, now: Temporal.Instant): Asked =>
  transact(actor, async (tx) => {
    const source = await lockManaged(tx, actor, sourceId)
    if (!source || actor.kind !== 'staff') return refuse('not_found')
    // A preview tells whether a person is known: more than those who only run the installation may learn.
    if (question.purpose === 'preview' && !may(actor, 'open_personal_data', source.controllerId))
      return refuse('not_found')
    if (question.purpose !== 'check' && !isQueried(source.kind)) return refuse('not_readable')
    const needsMap = question.purpose === 'preview' || (question.purpose === 'check' && question.yaml === null)
    if (needsMap && !(await currentMap(tx, sourceId))) return refuse('no_map')
    return openCheck(tx, actor, source, question, now)
  })

/** Looks at a source with the map in force. */
export const askCheck = (actor: Actor, { sourceId }: OnSource, now: Temporal.Instant) =>
  ask(actor, sourceId, { purpose: 'check', yaml: null }, now)

/** Looks at a source with a map that is not in force yet. */
export const askCandidateCheck = (actor: Actor, { sourceId, yaml }: CandidateMap, now: Temporal.Instant) =>
  ask(actor, sourceId, { purpose: 'check', yaml }, now)

/** Makes a first map from the live schema. */
export const askDraft = (actor: Actor, { sourceId }: OnSource, now: Temporal.Instant) =>
  ask(actor, sourceId, { purpose: 'draft' }, now)

/** What a request of this person would reach. The identifiers are sealed and go when the answer comes. */
export const askPreview = (actor: Actor, { sourceId, erase, ...about }: AskedPreview, now: Temporal.Instant) =>
  ask(actor, sourceId, { purpose: 'preview', ...about, erase: erase === 'on' }, now)
