import type { ReactNode } from 'react'
import { Temporal } from 'temporal-polyfill'
import { translator } from '#app/_server/i18n.ts'
import { requireStaff } from '#app/_server/staff.ts'
import { DeskShell } from '#app/_ui/desk-shell.tsx'
import { countQueue } from '#data/queue/count.ts'
import { listControllers } from '#data/queue/list.ts'
import type { StaffActor } from '#data/users/find-colleague.ts'
import { may, scopeOf } from '#domain/actor.ts'
import { mayLoad } from '#domain/holiday-proposal.ts'
import { QUEUE_VIEWS, type QueueView, queueAddress } from '#domain/queue-view.ts'

const OVERVIEW = ['board', 'tasks', 'reports', 'sources', 'calendars', 'settings'] as const
type OverviewPage = (typeof OVERVIEW)[number]

/** The frame of every page of somebody who is signed in: the saved views with how much waits in each. */
export async function DeskFrame({
  current,
  children,
}: {
  current?: QueueView | OverviewPage | undefined
  children: ReactNode
}) {
  const { actor, name } = await requireStaff()
  const [t, auth] = [await translator('desk'), await translator('auth')]
  const counts: Record<string, number> = await countQueue(actor, Temporal.Now.instant())
  const controllers = await listControllers(actor)
  const links = QUEUE_VIEWS.map((view) => ({
    href: queueAddress({ view }),
    label: t(`view.${view}`),
    current: view === current,
    ...(counts[view] !== undefined && { count: counts[view] }),
  }))
  const seesRequests = controllers.length > 0
  const seen = {
    board: seesRequests,
    tasks: scopeOf(actor).some((id) => may(actor, 'work_request', id)),
    reports: seesRequests,
    sources: scopeOf(actor).some((id) => may(actor, 'manage_sources', id)),
    calendars: controllers.some(({ id }) => mayLoad(actor, id)),
    settings: maySet(actor),
  }
  const overview = OVERVIEW.filter((page) => seen[page]).map((page) => ({
    href: `/desk/${page}`,
    label: t(`overview.${page}`),
    current: page === current,
  }))
  return (
    <DeskShell
      home="/desk/requests"
      groups={[
        { title: t('requests'), links: seesRequests ? links : [] },
        { title: t('overview.title'), links: overview },
      ].filter((group) => group.links.length > 0)}
      person={{ name, role: auth(`role.${actor.role}`) }}
      signOut="/desk/session/end"
    >
      {children}
    </DeskShell>
  )
}

const maySet = (actor: StaffActor) => scopeOf(actor).some((id) => may(actor, 'change_settings', id))
