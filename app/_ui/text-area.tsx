import type { ComponentProps } from 'react'
import { controlClasses, described, Field, type FieldProps } from './field.tsx'

type Input = Pick<ComponentProps<'textarea'>, 'defaultValue' | 'rows' | 'maxLength' | 'required'>

/** Several lines of free text. */
export function TextArea({ name, label, hint, error, optional, rows = 5, ...input }: FieldProps & Input) {
  const field = { name, label, hint, error, ...(optional && { optional }) }
  return (
    <Field {...field}>
      <textarea
        {...input}
        {...described(field)}
        id={name}
        name={name}
        rows={rows}
        className={`${controlClasses} min-h-24 resize-y py-2`}
      />
    </Field>
  )
}
