import type { ReactNode } from 'react'
import { described, FieldNotes, type FieldProps } from './field.tsx'

type Props = FieldProps & {
  options: { name: string; label: ReactNode; checked: boolean }[]
  /** cards: one below the other, as large as a thumb needs them */
  look?: 'plain' | 'cards'
}

const LOOK = {
  plain: { list: 'grid gap-x-4 sm:grid-cols-2', item: 'flex min-h-11 cursor-pointer items-center gap-2.5' },
  cards: {
    list: 'grid gap-2',
    item: 'flex min-h-14 cursor-pointer items-center gap-3.5 rounded-md border border-line bg-sheet px-4 py-3 font-semibold hover:border-edge has-checked:border-brand has-checked:bg-brand-wash has-checked:inset-ring has-checked:inset-ring-brand has-focus-visible:outline-3 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus',
  },
}

/** Any number of choices, each a field of its own. The first box carries the list's name as its id, where an error lands. */
export function CheckList({ options, look = 'plain', ...field }: Props) {
  const { name, label, hint, error } = field
  return (
    <div className={`mb-6 ${error ? 'border-l-4 border-bad pl-3' : ''}`}>
      <fieldset {...described(field)} className="min-w-0">
        <legend className="mb-1 font-semibold">{label}</legend>
        <FieldNotes name={name} hint={hint} error={error} />
        <div className={LOOK[look].list}>
          {options.map((option, index) => (
            <label key={option.name} className={LOOK[look].item}>
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
