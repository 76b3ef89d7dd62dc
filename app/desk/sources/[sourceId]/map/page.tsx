import { translator } from '#app/_server/i18n.ts'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { findOtherDatasets } from '#data/sources/find.ts'
import { buildGraph } from '#domain/dataset/graph.ts'
import { linkedTo } from '#domain/dataset/linked.ts'
import { drawMap } from '#domain/dataset/picture/picture.ts'
import { SourceFrame, type SourceParams, shownSource } from '../../found-source.tsx'
import { MapPicture } from '../../map-picture.tsx'
import { MapTables } from '../../map-tables.tsx'

export const generateMetadata = async () => ({ title: (await translator('sources'))('map.title') })

/** What stands where, how it hangs together, and by which identifiers a person is found. */
export default async function MapPage({ params }: SourceParams) {
  const { actor, source } = await shownSource(params)
  const t = await translator('sources')
  const dataset = source.map?.dataset
  if (!dataset)
    return (
      <SourceFrame source={source} tab="map">
        <EmptyState title={t('map.none')}>{t('map.noneText')}</EmptyState>
      </SourceFrame>
    )
  const others = (await findOtherDatasets(actor, source)).map((other) => ({ dataset: other }))
  const graph = buildGraph([dataset, ...linkedTo(dataset, others).map((other) => other.dataset)])
  const picture = drawMap(graph, dataset)
  return (
    <SourceFrame source={source} tab="map">
      <p className="mb-2 max-w-page text-muted">{t('map.intro')}</p>
      <ul className="mb-3 flex flex-wrap gap-x-5 gap-y-1 text-xs">
        <li>
          <b className="text-brand">→ email</b> {t('map.legend.way')}
        </li>
        <li>
          <b className="text-warn">∅</b> {t('map.legend.unreachable')}
        </li>
        <li>
          <b className="text-warn">⚑ ┄</b> {t('map.legend.thirdParty')}
        </li>
        <li>
          <b className="text-muted">▸</b> {t('map.legend.flow')}
        </li>
        {picture.boxes.some(({ elsewhere }) => elsewhere !== null) && (
          <li>
            <b className="text-muted">⬚</b> {t('map.legend.elsewhere')}
          </li>
        )}
      </ul>
      <MapPicture name={source.name} picture={picture} />
      <MapTables graph={graph} picture={picture} />
    </SourceFrame>
  )
}
