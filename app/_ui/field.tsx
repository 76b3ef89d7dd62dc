import type { ReactNode } from 'react'
import { translator } from '#app/_server/i18n.ts'

export type FieldProps = {
  /** also the id of the control, so that the error summary can link to it */
  name: string
  label: ReactNode
  hint?: ReactNode
  /** why the answer was not accepted, in words that say how to mend it */
  error?: string | undefined
  optional?: boolean
}

export const hintId = (name: string) => `${name}-hint`
export const errorId = (name: string) => `${name}-error`

/** Attributes that tie a control to its hint and error for assistive technology. */
export function described({ name, hint, error }: FieldProps) {
  const ids = [hint ? hintId(name) : '', error ? errorId(name) : ''].filter(Boolean).join(' ')
  return { ...(ids && { 'aria-describedby': ids }), ...(error && { 'aria-invalid': true }) }
}

export const controlClasses =
  'w-full rounded-md border border-edge bg-sheet px-3 text-base text-ink aria-invalid:border-2 aria-invalid:border-bad'

/** Label above, hint below it, error nearest to the control. */
export async function Field({ name, label, hint, error, optional, children }: FieldProps & { children: ReactNode }) {
  const t = await translator('ui')
  return (
    <div className={`mb-6 ${error ? 'border-l-4 border-bad pl-3' : ''}`}>
      <label htmlFor={name} className="mb-1 block font-semibold">
        {label} {optional && <span className="font-normal text-muted">{t('optional')}</span>}
      </label>
      <FieldNotes name={name} hint={hint} error={error} />
      {children}
    </div>
  )
}

export async function FieldNotes({ name, hint, error }: Pick<FieldProps, 'name' | 'hint' | 'error'>) {
  const t = await translator('ui')
  return (
    <>
      {hint && (
        <p id={hintId(name)} className="mb-2 text-sm text-muted">
          {hint}
        </p>
      )}
      {error && (
        <p id={errorId(name)} className="mb-2 text-sm font-semibold text-bad">
          <span className="sr-only">{t('error')} </span>
          {error}
        </p>
      )}
    </>
  )
}
