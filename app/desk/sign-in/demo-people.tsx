import { translator } from '#app/_server/i18n.ts'
import { Avatar } from '#app/_ui/avatar.tsx'
import type { DemoPerson } from '#data/sessions/sign-in-as-demo-person.ts'

/** One click each: only the demo seed has such people. */
export async function DemoPeople({ people }: { people: DemoPerson[] }) {
  const t = await translator('auth')
  return (
    <section aria-labelledby="demo" className="mt-10 rounded-lg border border-dashed border-edge p-4">
      <h2 id="demo">{t('demoTitle')}</h2>
      <p className="mb-3 text-sm text-muted">{t('demoText')}</p>
      <form method="post" action="/desk/session/demo-person" className="grid gap-2 sm:grid-cols-2">
        {people.map(({ userId, name, role, controllerName }) => (
          <button
            key={userId}
            type="submit"
            name="userId"
            value={userId}
            className="flex min-h-14 cursor-pointer items-center gap-3 rounded-md border border-line bg-sheet px-3 py-2 text-left hover:border-edge hover:bg-brand-wash"
          >
            <Avatar name={name} />
            <span className="min-w-0 leading-tight">
              <span className="block truncate font-semibold">{name}</span>
              <span className="block truncate text-xs text-muted">
                {t(`role.${role}`)} · {controllerName}
              </span>
            </span>
          </button>
        ))}
      </form>
    </section>
  )
}
