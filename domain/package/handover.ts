import type { Collection, Field } from '#domain/dataset/dataset.ts'

export type Handover = 'access' | 'portability'

/** Secrets by which somebody signs in are not handed over, not even to their owner: a copy is a risk and tells nothing. */
export const isSecret = (field: Field): boolean =>
  field.categories.some((category) => category === 'user.authorization' || category.startsWith('user.authorization.'))

/** GDPR art. 20(1), UU PDP art. 13: what the person provided, processed by consent or contract. */
const isPortable = (field: Field): boolean =>
  field.provided && (field.basis === 'consent' || field.basis === 'contract')

/** Whether anything of a field goes out; of an object, whether anything inside does. */
export function isGiven(field: Field, right: Handover): boolean {
  if (isSecret(field)) return false
  if (field.fields.length > 0) return field.fields.some((inner) => isGiven(inner, right))
  return right === 'access' || isPortable(field)
}

export const givenFields = ({ fields }: Pick<Collection, 'fields'>, right: Handover): Field[] =>
  fields.filter((field) => isGiven(field, right))

/** The fields that hold values, with the names that lead to them: `preferences.language`. */
export const leaves = (fields: readonly Field[], above = ''): { path: string; field: Field }[] =>
  fields.flatMap((field) => {
    const path = `${above}${field.name}`
    return field.fields.length > 0 ? leaves(field.fields, `${path}.`) : [{ path, field }]
  })

/** A value without the parts of it that do not go out; a list keeps its length. */
export function givenPart(value: unknown, field: Field, right: Handover): unknown {
  if (field.fields.length === 0 || value === null || value === undefined) return value
  if (Array.isArray(value)) return value.map((item) => givenPart(item, field, right))
  const whole = typeof value === 'string' ? parsed(value) : value
  // What no map describes inside an object may be anything: it goes out with everything, never with what was provided.
  if (typeof whole !== 'object' || whole === null) return right === 'access' ? value : null
  if (Array.isArray(whole)) return givenPart(whole, field, right)
  return Object.fromEntries(
    Object.entries(whole).flatMap(([name, inner]) => {
      const known = field.fields.find((each) => each.name === name)
      if (!known) return right === 'access' ? [[name, inner]] : []
      return isGiven(known, right) ? [[name, givenPart(inner, known, right)]] : []
    }),
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
