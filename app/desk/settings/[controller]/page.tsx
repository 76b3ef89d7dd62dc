import { Temporal } from 'temporal-polyfill'
import { translator } from '#app/_server/i18n.ts'
import { requireStaff } from '#app/_server/staff.ts'
import { Banner } from '#app/_ui/banner.tsx'
import { Card } from '#app/_ui/card.tsx'
import { ErrorSummary } from '#app/_ui/error-summary.tsx'
import { Tabs } from '#app/_ui/tabs.tsx'
import { findSettings, listSettable } from '#data/controllers/find-settings.ts'
import { previewSettings } from '#data/controllers/preview-settings.ts'
import { settingsAddress } from '#domain/settings.ts'
import { DeskFrame } from '../../desk-frame.tsx'
import { NoSettings } from '../no-settings.tsx'
import { Effect } from './effect.tsx'
import { type Search, shownSettings } from './given.ts'
import { History } from './history.tsx'
import { SettingsFields } from './settings-fields.tsx'

type Props = { params: Promise<{ controller: string }>; searchParams: Promise<Search> }

export const generateMetadata = async () => ({ title: (await translator('desk'))('settings.title') })

/** By what a controller's clocks start; what a change would do can be looked at before it is saved. */
export default async function ControllerSettings({ params, searchParams }: Props) {
  const { actor } = await requireStaff()
  const [slug, search, t] = [(await params).controller, await searchParams, await translator('desk')]
  const found = await findSettings(actor, slug)
  if (!found) return <NoSettings />
  const { values, errors, refusal, wanted } = await shownSettings(search, slug, found.settings)
  const effect = wanted && (await previewSettings(actor, wanted, Temporal.Now.instant()))
  const controllers = await listSettable(actor)
  const done = search['done'] === 'saved' || search['done'] === 'same' ? search['done'] : null
  return (
    <DeskFrame current="settings">
      <ErrorSummary errors={errors} />
      {refusal && <Banner tone="bad" title={refusal} />}
      {done && <Banner tone="ok" title={t(`settings.done.${done}`)} />}
      {effect && <Effect effect={effect} />}
      <h1 className="mb-1 text-xl">{t('settings.title')}</h1>
      <p className="mb-4 max-w-page text-muted">{t('settings.intro')}</p>
      {controllers.length > 1 && (
        <Tabs
          label={t('settings.controllers')}
          tabs={controllers.map((each) => ({
            href: settingsAddress(each.slug),
            label: each.name,
            current: each.slug === slug,
          }))}
        />
      )}
      <div className="grid items-start gap-x-5 xl:grid-cols-[minmax(0,1fr)_340px]">
        <Card title={found.name}>
          <SettingsFields
            controller={slug}
            version={found.version}
            values={values}
            errors={errors}
            isPreviewed={Boolean(effect)}
          />
        </Card>
        <Card dense title={t('settings.history')}>
          <History moments={found.history} zone={found.settings.zone} />
        </Card>
      </div>
    </DeskFrame>
  )
}
