import type { Metadata } from 'next'
import { formState } from './form-state.ts'
import { translator } from './i18n.ts'

export type ShownForm = {
  /** What was typed before a refusal, else what is known. */
  value: (name: string, known?: string) => string | undefined
  error: (name: string) => string | undefined
  errors: { name: string; message: string }[]
  /** why the whole form was refused, in words */
  refusal: string | null
  reason: string | null
}

/** A form as its page shows it: with its errors in words and everything that was typed, when it came back. */
export async function shownForm(): Promise<ShownForm> {
  const { errors, values, refusal } = await formState()
  const [words, reasons] = [await translator('subject'), await translator('errors')]
  const reasonWords = (code: string) => {
    const key = code as 'invalid'
    return reasons(reasons.has(key) ? key : 'invalid')
  }
  const message = (name: string, code: string) => {
    const key = `wrong.${name}.${code}` as 'wrong.name.missing'
    return /^[a-zA-Z]+$/.test(name) && words.has(key) ? words(key) : reasonWords(code)
  }
  return {
    value: (name, known) => values[name] ?? known,
    error: (name) => (errors[name] === undefined ? undefined : message(name, errors[name])),
    errors: Object.entries(errors).map(([name, code]) => ({ name, message: message(name, code) })),
    refusal: refusal === null ? null : reasonWords(refusal),
    reason: refusal,
  }
}

/** The page's title; a form that came back says so first (it is read out first). */
export async function subjectTitle(title: string): Promise<Metadata> {
  const { errors, refusal } = await formState()
  const t = await translator('ui')
  return { title: Object.keys(errors).length > 0 || refusal ? `${t('error')} ${title}` : title }
}
