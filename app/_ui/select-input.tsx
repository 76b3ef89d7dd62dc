import { controlClasses, described, Field, type FieldProps } from './field.tsx'

type Props = FieldProps & {
  options: { value: string; label: string }[]
  chosen?: string | undefined
  /** stands first and chooses nothing; without it the first option is chosen */
  nothing?: string
}

/** One of many, in the browser's own list. For five or fewer, RadioList spares a tap. */
export function SelectInput({ options, chosen, nothing, ...field }: Props) {
  return (
    <Field {...field}>
      <select
        {...described(field)}
        id={field.name}
        name={field.name}
        defaultValue={chosen ?? ''}
        className={`${controlClasses} h-11`}
      >
        {nothing !== undefined && <option value="">{nothing}</option>}
        {options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </Field>
  )
}
