import { cookies } from 'next/headers'

/** What a page shows again after a refused form: which fields are wrong and why, and everything that was typed. */
export type FormState = {
  errors: Readonly<Record<string, string>>
  values: Readonly<Record<string, string>>
  refusal: string | null
}

export const FORM_STATE_COOKIE = 'hakku-form'
const EMPTY: FormState = { errors: {}, values: {}, refusal: null }
const KEPT_MS = 10_000

// One process serves the handler and the page; the token lives for one rendering and is never sent to a browser.
const globals = globalThis as unknown as { hakkuFormStates?: Map<string, FormState> }
const states = (): Map<string, FormState> => {
  globals.hakkuFormStates ??= new Map()
  return globals.hakkuFormStates
}

export function keepFormState(token: string, state: FormState): void {
  states().set(token, state)
  setTimeout(() => states().delete(token), KEPT_MS).unref()
}

/** The state of the form that is being shown again, or an empty one. */
export async function formState(): Promise<FormState> {
  const token = (await cookies()).get(FORM_STATE_COOKIE)?.value
  return (token && states().get(token)) || EMPTY
}
