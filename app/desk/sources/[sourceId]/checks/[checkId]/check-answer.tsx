import { translator } from '#app/_server/i18n.ts'
import { shownForm } from '#app/_server/subject-form.ts'
import { Banner } from '#app/_ui/banner.tsx'
import { Button } from '#app/_ui/button.tsx'
import { Card } from '#app/_ui/card.tsx'
import type { FoundSource } from '#data/sources/find.ts'
import type { FoundCheck } from '#data/sources/find-check.ts'
import { stopsRequests } from '#domain/source/check-result.ts'
import { onlyDataset } from '#domain/source/form.ts'
import { CheckedSource } from '../../../check-result.tsx'
import { MapChanges } from '../../../map-changes.tsx'
import { MapField } from '../../../map-field.tsx'
import { checkAddress, sourceAddress } from '../../../on-source.ts'

type Checked = Extract<FoundCheck, { purpose: 'check' }>
type Props = { source: FoundSource; check: Checked }

/** What a check found; of a map that is not in force yet, what it changes, and the way into use or back to the text. */
export async function CheckAnswer({ source, check }: Props) {
  const t = await translator('sources')
  const { result, yaml } = check
  return (
    <>
      {result && yaml && <Verdict source={source} check={check} />}
      {result && (
        <Card dense title={t('checkResult')}>
          <CheckedSource name={source.name} result={result} />
        </Card>
      )}
      {yaml && (
        <Card dense title={t('diff.title')}>
          <MapChanges before={source.map?.dataset ?? null} after={onlyDataset(yaml)} />
        </Card>
      )}
      {yaml && check.state !== 'waiting' && check.state !== 'running' && (
        <Correction sourceId={source.id} yaml={yaml} isOpen={result === null || stopsRequests(result)} />
      )}
    </>
  )
}

async function Verdict({ source, check: { id, result, yaml, basedOn } }: Props) {
  const t = await translator('sources')
  if (!result) return null
  if (source.map?.yaml === yaml) return <Banner tone="ok" title={t('check.current')} />
  if ((source.map?.version ?? 0) !== basedOn) return <Banner tone="warn" title={t('check.behind')} />
  if (stopsRequests(result))
    return (
      <Banner tone="bad" title={t('check.stops')}>
        {t('check.stopsText')}
      </Banner>
    )
  return (
    <Banner tone="ok" title={result.problems.length === 0 ? t('check.fits') : t('check.fitsNotes')}>
      <form method="post" action={`${checkAddress(source.id, id)}/adoption`}>
        <p className="mb-3">{t('check.useText')}</p>
        <Button slim>{t('check.use')}</Button>
      </form>
    </Banner>
  )
}

/** The map again, to be mended and checked anew. */
export async function Correction({ sourceId, yaml, isOpen }: { sourceId: string; yaml: string; isOpen: boolean }) {
  const [t, form] = [await translator('sources'), await shownForm()]
  return (
    <Card dense>
      <details open={isOpen || form.error('yaml') !== undefined}>
        <summary className="min-h-6 cursor-pointer font-semibold text-brand pointer-coarse:min-h-11">
          {t('check.edit')}
        </summary>
        <form method="post" action={`${sourceAddress(sourceId, 'versions')}/candidates`} noValidate className="mt-3">
          <MapField written={yaml} rows={24} />
          <Button slim look={isOpen ? 'main' : 'quiet'}>
            {t('check.recheck')}
          </Button>
        </form>
      </details>
    </Card>
  )
}
