import { translator } from '#app/_server/i18n.ts'
import { LinkButton } from '#app/_ui/button.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { listSources } from '#data/sources/list.ts'
import { DeskFrame } from '../desk-frame.tsx'
import { ControllerTabs, chosenController, NoSources, type Search } from './managed.tsx'
import { SourcesTable } from './sources-table.tsx'

export const generateMetadata = async () => ({ title: (await translator('sources'))('title') })

/** The systems of a controller, and how each of them stands. */
export default async function Sources({ searchParams }: { searchParams: Search }) {
  const { actor, controllers, controller } = await chosenController(searchParams)
  const t = await translator('sources')
  const sources = controller && (await listSources(actor, controller.id))
  if (!controller || !sources) return <NoSources />
  return (
    <DeskFrame current="sources">
      <h1 className="mb-1 text-xl">{t('title')}</h1>
      <p className="mb-4 max-w-page text-muted">{t('intro')}</p>
      <ControllerTabs controllers={controllers} current={controller} base="/desk/sources" />
      <p className="mb-4 flex flex-wrap items-center gap-3">
        <LinkButton slim href={`/desk/sources/new?controller=${controller.id}`}>
          {t('add')}
        </LinkButton>
        <LinkButton slim look="quiet" href={`/desk/sources/recipients?controller=${controller.id}`}>
          {t('recipientsLink')}
        </LinkButton>
      </p>
      {sources.length === 0 ? (
        <EmptyState title={t('none')}>{t('noneText')}</EmptyState>
      ) : (
        <SourcesTable caption={t('list', { name: controller.name })} sources={sources} zone={controller.zone} />
      )}
    </DeskFrame>
  )
}
