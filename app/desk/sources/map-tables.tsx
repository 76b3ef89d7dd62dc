import { translator } from '#app/_server/i18n.ts'
import { Table } from '#app/_ui/table.tsx'
import { Tag } from '#app/_ui/tag.tsx'
import type { Graph } from '#domain/dataset/graph.ts'
import type { Box, Line, Picture } from '#domain/dataset/picture/picture.ts'

/** The picture in words, for whoever cannot see it or wants to copy from it. */
export async function MapTables({ graph, picture: { boxes, lines } }: { graph: Graph; picture: Picture }) {
  const t = await translator('sources')
  const nameOf = (id: string) => graph.nodes.get(id)?.collection.name ?? id
  const end = (id: string, fields: readonly string[]) => (
    <span className="font-mono text-xs break-all">{`${nameOf(id)}.${fields.join(' + ')}`}</span>
  )
  const fields = ({ id }: Box) => graph.nodes.get(id)?.collection.fields.length ?? 0
  const followed = ({ down, up }: Line) => {
    if (down && up) return t('map.both')
    if (up) return t('map.forward')
    return down ? t('map.backward') : t('map.nowhere')
  }
  return (
    <details>
      <summary className="mb-2 min-h-6 cursor-pointer text-brand pointer-coarse:min-h-11">{t('map.table')}</summary>
      <h2 className="mt-2 mb-2 text-sm">{t('map.ways')}</h2>
      <Table
        caption={t('map.waysCaption')}
        rows={boxes.filter(({ elsewhere }) => elsewhere === null)}
        keyOf={({ id }) => id}
        columns={[
          {
            label: t('collection'),
            cell: ({ collection }) => <span className="font-mono text-xs break-all">{collection}</span>,
          },
          { label: t('columns'), end: true, cell: fields },
          { label: t('map.identifier'), cell: ({ ways }) => ways.map(({ label }) => label).join(', ') || '–' },
          { label: t('map.marks'), cell: (box) => <Marks box={box} /> },
        ]}
      />
      <h2 className="mt-4 mb-2 text-sm">{t('map.references')}</h2>
      <Table
        caption={t('map.referencesCaption')}
        rows={lines}
        keyOf={({ id }) => id}
        columns={[
          { label: t('map.from'), cell: ({ child, childFields }) => end(child, childFields) },
          { label: t('map.to'), cell: ({ parent, parentFields }) => end(parent, parentFields) },
          { label: t('map.followed'), cell: followed },
          {
            label: t('map.marks'),
            cell: ({ isThirdParty }) => isThirdParty && <Tag tone="warn">{t('map.legend.thirdParty')}</Tag>,
          },
        ]}
      />
    </details>
  )
}

async function Marks({ box: { isUnreachable, isThirdParty, isBeyond } }: { box: Box }) {
  const t = await translator('sources')
  return (
    <span className="flex flex-wrap gap-2">
      {isUnreachable && <Tag tone="warn">{t('map.legend.unreachable')}</Tag>}
      {isThirdParty && <Tag tone="warn">{t('map.legend.thirdParty')}</Tag>}
      {isBeyond && <Tag>{t('problem.beyond_shared_parent')}</Tag>}
    </span>
  )
}
