import type { ReactNode } from 'react'
import { z } from 'zod'
import { translator } from '#app/_server/i18n.ts'
import { requireStaff } from '#app/_server/staff.ts'
import { shownForm } from '#app/_server/subject-form.ts'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { Tabs } from '#app/_ui/tabs.tsx'
import { listManaged, type ManagedController } from '#data/sources/list.ts'
import { DeskFrame } from '../desk-frame.tsx'

export type Search = Promise<Record<string, string | string[] | undefined>>

const Said = z.object({ controller: z.uuid().optional().catch(undefined) })

/** The controller that the address or a form that came back asks for, among those whose sources this person manages. */
export async function chosenController(searchParams: Search) {
  const [{ actor }, form] = [await requireStaff(), await shownForm()]
  const controllers = await listManaged(actor)
  const asked = form.value('controllerId') ?? Said.parse(await searchParams).controller
  const controller =
    controllers.find(({ id }) => id === asked) ??
    controllers.find(({ sources }) => sources > 0) ??
    controllers[0] ??
    null
  return { actor, controllers, controller }
}

/** One page, for each controller that this person manages. */
export async function ControllerTabs({
  controllers,
  current,
  base,
}: {
  controllers: readonly ManagedController[]
  current: ManagedController
  base: string
}) {
  const t = await translator('sources')
  if (controllers.length < 2) return null
  return (
    <Tabs
      label={t('controller')}
      tabs={controllers.map(({ id, name }) => ({
        href: `${base}?controller=${id}`,
        label: name,
        current: id === current.id,
      }))}
    />
  )
}

/** For whoever manages no sources, here or at all. */
export async function NoSources({ children }: { children?: ReactNode }) {
  const t = await translator('sources')
  return (
    <DeskFrame current="sources">
      <h1 className="mb-4 text-xl">{t('title')}</h1>
      <EmptyState title={t('leadsOnly')}>{children ?? t('leadsOnlyText')}</EmptyState>
    </DeskFrame>
  )
}
