import { translator } from '#app/_server/i18n.ts'
import type { Colleague } from '#data/users/list-assignable.ts'

type Props = {
  id: string
  label: string
  people: Colleague[]
  me: string
  /** the value that means nobody */
  nobody: string
  chosen?: string | undefined
}

/** Oneself first, then the colleagues by name. */
export async function AssigneeSelect({ id, label, people, me, nobody, chosen }: Props) {
  const [t, auth] = [await translator('desk'), await translator('auth')]
  const sorted = [...people].sort((a, b) => Number(b.userId === me) - Number(a.userId === me))
  return (
    <label className="grid min-w-0 gap-0.5 text-xs text-muted" htmlFor={id}>
      {label}
      <select
        id={id}
        name="userId"
        defaultValue={chosen ?? sorted[0]?.userId ?? nobody}
        className="h-8.5 max-w-64 min-w-0 rounded-sm border border-edge bg-sheet px-2 text-sm text-ink pointer-coarse:h-11"
      >
        {sorted.map(({ userId, name, role }) => (
          <option key={userId} value={userId}>
            {name} · {userId === me ? t('assign.me') : auth(`role.${role}`)}
          </option>
        ))}
        <option value={nobody}>{t('assign.nobody')}</option>
      </select>
    </label>
  )
}
