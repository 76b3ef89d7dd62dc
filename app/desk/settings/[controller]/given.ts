import { formState } from '#app/_server/form-state.ts'
import { fieldErrors } from '#app/_server/handle.ts'
import { translator } from '#app/_server/i18n.ts'
import { SettingsForm, type StoredSettings, toFields } from '#domain/settings.ts'

export type Search = Readonly<Record<string, string | string[] | undefined>>
export type FieldFault = { name: string; message: string }
type Shown = {
  values: Readonly<Record<string, string>>
  errors: FieldFault[]
  refusal: string | null
  /** what the address asks to look at before it is saved */
  wanted: SettingsForm | null
}

/** What the form shows: what came back from a refusal, else what the address asks about, else what is stored. */
export async function shownSettings(search: Search, controller: string, stored: StoredSettings): Promise<Shown> {
  const returned = await formState()
  if (Object.keys(returned.errors).length > 0 || returned.refusal)
    return {
      values: returned.values,
      errors: await inWords(returned.errors),
      refusal: returned.refusal && (await reasonWords(returned.refusal)),
      wanted: null,
    }
  if (search['contractDays'] === undefined) return { values: toFields(stored), errors: [], refusal: null, wanted: null }
  const values = Object.fromEntries(
    Object.entries(search).flatMap(([name, value]) => [[name, [value].flat()[0] ?? '']]),
  )
  const asked = SettingsForm.safeParse({ ...values, controller })
  const errors = asked.success ? [] : await inWords(fieldErrors(asked.error))
  return { values, errors, refusal: null, wanted: asked.success ? asked.data : null }
}

const inWords = (errors: Readonly<Record<string, string>>): Promise<FieldFault[]> =>
  Promise.all(
    Object.entries(errors).map(async ([name, code]) => {
      const t = await translator('desk')
      const key = `settings.wrong.${name}.${code}` as 'settings.wrong.zone.unknown_zone'
      return { name, message: t.has(key) ? t(key) : await reasonWords(code) }
    }),
  )

async function reasonWords(code: string): Promise<string> {
  const t = await translator('errors')
  const key = code as 'invalid'
  return t(t.has(key) ? key : 'invalid')
}
