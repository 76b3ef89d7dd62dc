import { z } from 'zod'
import type { Collection } from './dataset/dataset.ts'
import { type AnsweredRow, STATED_REASONS } from './inquiry.ts'
import { asTyped, CHANGE_PROBLEMS, MOST_CORRECTIONS } from './rectification.ts'

/** Why a field was not changed: in the words of a source that is written to, or of whoever answers for itself. */
export const CHANGE_REFUSALS = [...CHANGE_PROBLEMS, ...STATED_REASONS] as const
const Reason = z.enum(CHANGE_REFUSALS)

const Refused = z
  .array(z.strictObject({ at: z.int().min(0).max(MOST_CORRECTIONS), reason: Reason }))
  .max(MOST_CORRECTIONS)

/**
 * What a source that answers for itself says of the corrections it was asked for: all of them are made, all but some, or
 * none. `changes`: the reason of single ones, counted from 0; `reason`: that of every other. Codes: no data.
 */
export const ChangeStatement = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('changed') }),
  z.strictObject({ outcome: z.literal('partly'), changes: Refused.min(1) }),
  z.strictObject({ outcome: z.literal('refused'), reason: Reason.optional(), changes: Refused.default([]) }),
])
export type ChangeStatement = z.infer<typeof ChangeStatement>

/** The reason of each refused correction by its place, none of them where all were made. @returns null for what says nothing */
export function refusedBy(statement: ChangeStatement, asked: number): ReadonlyMap<number, string> | null {
  if (statement.outcome === 'changed') return new Map()
  const { changes } = statement
  const reason = statement.outcome === 'refused' ? statement.reason : undefined
  const all = reason ? Array.from({ length: asked }, (_, at) => [at, reason] as const) : []
  const refused = new Map([...all, ...changes.map(({ at, reason: own }) => [at, own] as const)])
  const isPlain = statement.outcome === 'refused' || refused.size < asked
  return refused.size > 0 && isPlain && [...refused.keys()].every((at) => at < asked) ? refused : null
}

/** Those of the corrections that the source says it made, in their order: with a plain refusal none is. */
export const madeOf = <T>(asked: readonly T[], statement: ChangeStatement): T[] => {
  const refused = refusedBy(statement, asked.length)
  return statement.outcome === 'refused' || !refused ? [] : asked.filter((_, at) => !refused.has(at))
}

/** The fields by which a source that answers for itself tells its rows apart, as its map says. */
export const keyFieldsOf = ({ fields }: Pick<Collection, 'fields'>): string[] =>
  fields.filter(({ primaryKey }) => primaryKey).map(({ name }) => name)

/** A row's key as text; empty where the map names none, or the row lacks a part of it. Zero, false and '' are values. */
export function keyOfRow(fields: readonly string[], values: AnsweredRow): string[] {
  const parts = fields.map((field) => (Object.hasOwn(values, field) ? values[field] : null))
  return parts.every((part) => part !== null && part !== undefined && typeof part !== 'object') ? parts.map(String) : []
}

/** Whether a value that a system says it holds is the one that was typed: `31` is also the number 31. */
export function holdsTyped(value: unknown, to: string | null): boolean {
  if (to === null || value === null) return value === to
  return typeof value === 'number' ? to.trim() !== '' && Number(to) === value : asTyped(value) === to
}
