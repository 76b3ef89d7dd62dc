import type { ComponentProps } from 'react'
import { controlClasses, described, Field, type FieldProps } from './field.tsx'

type Input = Pick<ComponentProps<'textarea'>, 'defaultValue' | 'rows' | 'maxLength' | 'required'>

/** Several lines of text; `isCode` for what a machine reads too. */
export function TextArea({
  name,
  label,
  hint,
  error,
  optional,
  rows = 5,
  isCode,
  ...input
}: FieldProps & Input & { isCode?: boolean }) {
  const field = { name, label, hint, error, ...(optional && { optional }) }
  return (
    <Field {...field}>
      <textarea
        {...input}
        {...described(field)}
        id={name}
        name={name}
        rows={rows}
        spellCheck={isCode ? false : undefined}
        className={`${controlClasses} min-h-24 resize-y py-2 ${isCode ? 'overflow-x-auto font-mono text-xs whitespace-pre' : ''}`}
      />
    </Field>
  )
}
