import type { ReactNode } from 'react'
import { translator } from '#app/_server/i18n.ts'

export type Step = { label: string; state: 'done' | 'here' | 'todo'; detail?: ReactNode }

const dots: Record<Step['state'], string> = {
  done: 'border-ok bg-ok',
  here: 'border-brand bg-brand ring-4 ring-brand-wash',
  todo: 'border-edge bg-sheet',
}

/** The journey of a request, oldest first. Each state is also said in words for those who do not see the dots. */
export async function Steps({ steps }: { steps: Step[] }) {
  const t = await translator('ui')
  const words = { done: t('stepDone'), here: t('stepHere'), todo: t('stepTodo') }
  return (
    <ol>
      {steps.map(({ label, state, detail }, index) => (
        <li
          key={label}
          aria-current={state === 'here' ? 'step' : undefined}
          className="relative pb-4.5 pl-8.5 last:pb-0"
        >
          {index < steps.length - 1 && (
            <span aria-hidden="true" className="absolute top-5.5 -bottom-1 left-3 w-0.5 bg-line" />
          )}
          <span
            aria-hidden="true"
            className={`absolute top-1.5 left-1.75 size-3 rounded-full border-2 ${dots[state]}`}
          />
          <span className={state === 'todo' ? 'text-muted' : 'font-semibold'}>{label}</span>
          <span className="sr-only">, {words[state]}</span>
          {detail && <span className="block text-sm text-muted">{detail}</span>}
        </li>
      ))}
    </ol>
  )
}
