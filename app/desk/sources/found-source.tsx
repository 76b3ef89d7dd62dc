import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import { z } from 'zod'
import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { requireStaff } from '#app/_server/staff.ts'
import { Banner } from '#app/_ui/banner.tsx'
import { Tabs } from '#app/_ui/tabs.tsx'
import { type FoundSource, findSource } from '#data/sources/find.ts'
import { formatInstant } from '#domain/clock/wording.ts'
import { isQueried } from '#domain/source/kind.ts'
import { CameBack } from '../came-back.tsx'
import { DeskFrame } from '../desk-frame.tsx'
import { sourceLabel } from '../labels.ts'
import { checkAddress, SOURCE_DONE, SOURCE_TABS, type SourceTab, sourceAddress } from './on-source.ts'
import { StateTag } from './source-state.tsx'

export type SourceParams = { params: Promise<{ sourceId: string }> }

/** The source that the address names; what this person does not manage is not there. */
export async function shownSource(params: SourceParams['params']) {
  const { actor } = await requireStaff()
  const sourceId = z.uuid().safeParse((await params).sourceId)
  const source = sourceId.success ? await findSource(actor, sourceId.data) : null
  if (!source) notFound()
  return { actor, source }
}

const Done = z.enum(SOURCE_DONE).nullable().catch(null)

type Props = { source: FoundSource; tab: SourceTab | null; done?: unknown; children: ReactNode }

/** What every page of a source begins with. */
export async function SourceFrame({ source, tab, done, children }: Props) {
  const t = await translator('sources')
  const { id, name, controllerId, controllerName, kind } = source
  const said = Done.parse(done)
  const tabs = SOURCE_TABS.filter((each) => each !== 'preview' || isQueried(kind))
  return (
    <DeskFrame current="sources">
      <p className="mb-2">
        <a href={`/desk/sources?controller=${controllerId}`}>{t('back')}</a>
      </p>
      <CameBack labelOf={sourceLabel(t)} />
      {said && <Banner tone="ok" title={t(`done.${said}`)} />}
      <h1 className="mb-1 flex flex-wrap items-center gap-3 text-xl">
        {name} <StateTag state={source.state} />
      </h1>
      <p className="mb-4 text-muted">
        {controllerName} · {t(`kind.${kind}`)}
      </p>
      <Standing source={source} />
      {tab && <Candidate source={source} />}
      <Tabs
        label={t('tab.label')}
        tabs={tabs.map((each) => ({ href: sourceAddress(id, each), label: t(`tab.${each}`), current: each === tab }))}
      />
      {children}
    </DeskFrame>
  )
}

const MOST_SHOWN = 20

/** What has to be known before anything else about this source. */
async function Standing({ source: { map, state, stateSince, drift, fault, zone } }: { source: FoundSource }) {
  const [t, locale] = [await translator('sources'), await currentLocale()]
  const when = stateSince ? formatInstant(stateSince, zone, locale) : '–'
  if (!map)
    return (
      <Banner tone="warn" title={t('noMapTitle')}>
        {t('noMapText')}
      </Banner>
    )
  if (state === 'unreachable')
    return (
      <Banner tone="bad" title={t('unreachable.title', { when })}>
        <FaultText fault={fault} />
      </Banner>
    )
  if (state !== 'drifted') return null
  return (
    <Banner tone="warn" title={t('drift.title', { when })}>
      <p>{t('drift.text', { n: drift.length })}</p>
      <ul className="mt-1 list-disc pl-5">
        {drift.slice(0, MOST_SHOWN).map(({ collection, field, difference }) => (
          <li key={`${collection} ${field} ${difference}`}>
            <span className="font-mono text-xs break-all">{field ? `${collection}.${field}` : collection}</span>{' '}
            {t(`drift.${difference}`)}
          </li>
        ))}
        {drift.length > MOST_SHOWN && <li>{t('drift.more', { n: drift.length - MOST_SHOWN })}</li>}
      </ul>
    </Banner>
  )
}

/** A map that was tried and not taken into use, for whoever left its page. */
async function Candidate({ source: { id, candidate, zone } }: { source: FoundSource }) {
  if (!candidate) return null
  const [t, locale] = [await translator('sources'), await currentLocale()]
  return (
    <Banner title={t('candidate.title', { when: formatInstant(candidate.askedAt, zone, locale) })}>
      {t('candidate.text')} <a href={checkAddress(id, candidate.checkId)}>{t('candidate.open')}</a>
    </Banner>
  )
}

/** Why a source did not answer, and what to do about it. */
export async function FaultText({ fault }: { fault: string | null }) {
  const t = await translator('sources')
  const key = `fault.${fault}` as 'fault.unknown'
  return t(t.has(key) ? key : 'fault.unknown')
}
