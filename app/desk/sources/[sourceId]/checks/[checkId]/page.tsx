import { notFound } from 'next/navigation'
import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { translator } from '#app/_server/i18n.ts'
import { Banner } from '#app/_ui/banner.tsx'
import { type FoundCheck, findCheck } from '#data/sources/find-check.ts'
import { FaultText, SourceFrame, shownSource } from '../../../found-source.tsx'
import { checkAddress } from '../../../on-source.ts'
import { CheckAnswer } from './check-answer.tsx'
import { DraftAnswer } from './draft-answer.tsx'
import { PreviewAnswer } from './preview-answer.tsx'

type Props = { params: Promise<{ sourceId: string; checkId: string }> }

const AGAIN_SECONDS = 2
const STUCK_MINUTES = 5

export const generateMetadata = async () => ({ title: (await translator('sources'))('check.title.check') })

/** A question to a source: how far it is, then its answer. It works without script, by loading itself again. */
export default async function CheckPage({ params }: Props) {
  const { actor, source } = await shownSource(params)
  const checkId = z.uuid().safeParse((await params).checkId)
  const check = checkId.success ? await findCheck(actor, { sourceId: source.id, checkId: checkId.data }) : null
  if (!check) notFound()
  const t = await translator('sources')
  return (
    <SourceFrame source={source} tab={null}>
      <h2 className="mb-3 text-lg">{t(`check.title.${check.purpose}`)}</h2>
      {(check.state === 'waiting' || check.state === 'running') && <Progress sourceId={source.id} check={check} />}
      {check.state === 'failed' && (
        <Banner tone="bad" title={t('check.failed')}>
          <FaultText fault={check.reason} />
        </Banner>
      )}
      {check.purpose === 'check' && <CheckAnswer source={source} check={check} />}
      {check.purpose === 'draft' && check.state === 'done' && <DraftAnswer source={source} check={check} />}
      {check.purpose === 'preview' && check.result && <PreviewAnswer source={source} result={check.result} />}
    </SourceFrame>
  )
}

async function Progress({ sourceId, check }: { sourceId: string; check: FoundCheck }) {
  const t = await translator('sources')
  const now = Temporal.Now.instant()
  const isStuck = Temporal.Instant.compare(check.askedAt.add({ minutes: STUCK_MINUTES }), now) < 0
  if (isStuck) return <Banner tone="warn" title={t('check.stuck')} />
  return (
    <Banner title={check.state === 'waiting' ? t('check.waiting') : t('check.running')}>
      <meta httpEquiv="refresh" content={String(AGAIN_SECONDS)} />
      {t('check.progress')} <a href={checkAddress(sourceId, check.id)}>{t('check.again')}</a>
    </Banner>
  )
}
