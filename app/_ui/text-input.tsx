import type { ComponentProps } from 'react'
import { controlClasses, described, Field, type FieldProps } from './field.tsx'

type Input = Pick<
  ComponentProps<'input'>,
  'type' | 'defaultValue' | 'autoComplete' | 'inputMode' | 'maxLength' | 'spellCheck' | 'required' | 'placeholder'
>

/** One line. Set `autoComplete` and `inputMode`: they spare people typing. */
export function TextInput({ name, label, hint, error, optional, type = 'text', ...input }: FieldProps & Input) {
  const field = { name, label, hint, error, ...(optional && { optional }) }
  return (
    <Field {...field}>
      <input {...input} {...described(field)} id={name} name={name} type={type} className={`${controlClasses} h-11`} />
    </Field>
  )
}
