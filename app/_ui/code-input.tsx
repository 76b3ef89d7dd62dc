import { controlClasses, described, Field, type FieldProps } from './field.tsx'

/** A one-time code: one field, so that it can be pasted and filled in by the device. Spaces are the reader's to drop. */
export function CodeInput({ digits = 6, ...field }: FieldProps & { digits?: number }) {
  return (
    <Field {...field}>
      <input
        {...described(field)}
        id={field.name}
        name={field.name}
        type="text"
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={digits * 2}
        spellCheck={false}
        className={`${controlClasses} h-13 max-w-56 font-mono text-xl tracking-[0.3em]`}
      />
    </Field>
  )
}
