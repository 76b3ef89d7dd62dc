import type { ReactNode } from 'react'
import { described, FieldNotes, type FieldProps } from './field.tsx'

export type Option = { value: string; label: ReactNode; hint?: ReactNode }
type Props = FieldProps & {
  options: Option[]
  /** what was chosen before; nothing is preselected on a first visit */
  chosen?: string | undefined
  /** true: the label is the page's question and its h1 */
  isPageTitle?: boolean
}

/** One choice among cards. The first radio carries the field's name as its id, where an error link lands. */
export function RadioList({ options, chosen, isPageTitle, ...field }: Props) {
  const { name, label, hint, error } = field
  return (
    <div className={`mb-6 ${error ? 'border-l-4 border-bad pl-3' : ''}`}>
      <fieldset {...described(field)} className="min-w-0">
        <legend className="mb-2">
          {isPageTitle ? <h1>{label}</h1> : <span className="font-semibold">{label}</span>}
        </legend>
        <FieldNotes name={name} hint={hint} error={error} />
        <div className="grid gap-2">
          {options.map((option, index) => (
            <label
              key={option.value}
              className="grid cursor-pointer grid-cols-[24px_1fr] items-start gap-x-3.5 rounded-md border border-line bg-sheet px-4 py-3.5 hover:border-edge has-checked:border-brand has-checked:bg-brand-wash has-checked:inset-ring has-checked:inset-ring-brand has-focus-visible:outline-3 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus"
            >
              <input
                type="radio"
                id={index === 0 ? name : `${name}-${option.value}`}
                name={name}
                value={option.value}
                defaultChecked={option.value === chosen}
                aria-describedby={option.hint ? `${name}-${option.value}-hint` : undefined}
                className="mt-px size-5.5 accent-brand"
              />
              <span className="font-semibold">{option.label}</span>
              {option.hint && (
                <span id={`${name}-${option.value}-hint`} className="col-start-2 text-sm text-muted">
                  {option.hint}
                </span>
              )}
            </label>
          ))}
        </div>
      </fieldset>
    </div>
  )
}
