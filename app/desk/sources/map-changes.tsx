import { translator } from '#app/_server/i18n.ts'
import { Tag, type Tone } from '#app/_ui/tag.tsx'
import type { Dataset } from '#domain/dataset/dataset.ts'
import { diffDatasets, type MapChange } from '#domain/dataset/diff.ts'

const TONES: Record<MapChange['change'], Tone> = { added: 'ok', removed: 'bad', changed: 'brand' }
const MOST = 300

/** What a map says otherwise than the one before it. */
export async function MapChanges({ before, after }: { before: Dataset | null; after: Dataset | null }) {
  const t = await translator('sources')
  if (!after) return null
  if (!before) return <p>{t('diff.first', { n: after.collections.length })}</p>
  const changes = diffDatasets(before, after)
  if (changes.length === 0) return <p>{t('diff.none')}</p>
  const part = (name: string) => {
    const key = `part.${name}` as 'part.other'
    return t.has(key) ? t(key) : name
  }
  return (
    <ul className="grid gap-1.5">
      {changes.slice(0, MOST).map(({ collection, field, change, parts }) => (
        <li key={`${collection} ${field} ${change}`}>
          <Tag tone={TONES[change]}>{t(`diff.${change}`)}</Tag>{' '}
          <span className="font-mono text-xs break-all">{field ? `${collection}.${field}` : collection}</span>
          {parts.length > 0 && `: ${[...new Set(parts.map(part))].join(', ')}`}
        </li>
      ))}
      {changes.length > MOST && <li>… {changes.length - MOST}</li>}
    </ul>
  )
}
