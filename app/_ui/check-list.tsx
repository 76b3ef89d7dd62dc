import type { ReactNode } from 'react'
import { described, FieldNotes, type FieldProps } from './field.tsx'

type Props = FieldProps & { options: { name: string; label: ReactNode; checked: boolean }[] }

/** Any number of choices, each a field of its own. The first box carries the list's name as its id, where an error lands. */
export function CheckList({ options, ...field }: Props) {
  const { name, label, hint, error } = field
  return (
    <div className={`mb-6 ${error ? 'border-l-4 border-bad pl-3' : ''}`}>
      <fieldset {...described(field)} className="min-w-0">
        <legend className="mb-1 font-semibold">{label}</legend>
        <FieldNotes name={name} hint={hint} error={error} />
        <div className="grid gap-x-4 sm:grid-cols-2">
          {options.map((option, index) => (
            <label key={option.name} className="flex min-h-11 cursor-pointer items-center gap-2.5">
              <input
                type="checkbox"
                id={index === 0 ? name : option.name}
                name={option.name}
                defaultChecked={option.checked}
                className="size-5 shrink-0 accent-brand"
              />
              {option.label}
            </label>
          ))}
        </div>
      </fieldset>
    </div>
  )
}
