import { type Collection, type Field, type FieldErase, isPersonal } from './dataset.ts'

/**
 * What happens to a field of the person's own row when its row stays. What the dataset says comes first. Where it is
 * silent: personal data (`user.*`) goes to null; other data, and keys and links that identify nobody by themselves,
 * stay; an identifier is personal whatever its category says, and inside the row's key it cannot be emptied, so the
 * row goes; fields of a kept collection stay.
 * @param inKey the field is part of the row's key in the live database (a dataset often does not say so)
 * @param linked another collection refers to this field
 */
export function effectiveErase(
  collection: Collection,
  field: Field,
  inKey: boolean,
  linked: boolean,
): FieldErase | null {
  if (field.erase) return field.erase
  if (collection.erase?.method === 'keep') return null
  if (field.identity !== null) return { method: inKey ? 'delete' : 'null' }
  if (!isPersonal(field.categories)) return null
  const structural = inKey || field.primaryKey || field.references.length > 0 || linked
  return structural ? null : { method: 'null' }
}
