import { translator } from '#app/_server/i18n.ts'
import { shownForm } from '#app/_server/subject-form.ts'
import { Banner } from '#app/_ui/banner.tsx'
import { Button } from '#app/_ui/button.tsx'
import { Card } from '#app/_ui/card.tsx'
import { CheckList } from '#app/_ui/check-list.tsx'
import { RadioList } from '#app/_ui/radio-list.tsx'
import { TextInput } from '#app/_ui/text-input.tsx'
import { findOtherDatasets } from '#data/sources/find.ts'
import { may } from '#domain/actor.ts'
import { buildGraph } from '#domain/dataset/graph.ts'
import { linkedTo } from '#domain/dataset/linked.ts'
import { OPENING_REASONS } from '#domain/opening.ts'
import { identityField } from '#domain/source/form.ts'
import { SourceFrame, type SourceParams, shownSource } from '../../found-source.tsx'
import { sourceAddress } from '../../on-source.ts'

export const generateMetadata = async () => ({ title: (await translator('sources'))('tab.preview') })

/** Asks what a request of somebody would reach. What is typed here goes in the body only, and is sealed at once. */
export default async function PreviewPage({ params }: SourceParams) {
  const { actor, source } = await shownSource(params)
  const [t, desk, form] = [await translator('sources'), await translator('desk'), await shownForm()]
  if (!may(actor, 'open_personal_data', source.controllerId))
    return (
      <SourceFrame source={source} tab="preview">
        <p>{t('preview.notYou')}</p>
      </SourceFrame>
    )
  const own = source.map?.dataset
  const others = (await findOtherDatasets(actor, source)).map((dataset) => ({ dataset }))
  const graph = own && buildGraph([own, ...linkedTo(own, others).map(({ dataset }) => dataset)])
  const labels = [...new Set(graph?.entries.map(({ label }) => label))]
  if (labels.length === 0)
    return (
      <SourceFrame source={source} tab="preview">
        <p>{own ? t('preview.noWay') : t('noMapText')}</p>
      </SourceFrame>
    )
  return (
    <SourceFrame source={source} tab="preview">
      <form method="post" action={`${sourceAddress(source.id)}/previews`} noValidate className="max-w-page">
        <p className="mb-4 text-muted">{t('preview.intro')}</p>
        <Card title={t('preview.identities')}>
          {form.error('identities') && <Banner tone="bad" title={form.error('identities')} />}
          {labels.map((label, index) => (
            <TextInput
              key={label}
              name={identityField(label)}
              label={<span className="font-mono">{label}</span>}
              autoComplete="off"
              maxLength={320}
              spellCheck={false}
              error={index === 0 ? form.error('identities') : undefined}
              defaultValue={form.value(identityField(label)) ?? ''}
            />
          ))}
          <CheckList
            name="erase"
            label={t('preview.eraseTitle')}
            options={[{ name: 'erase', label: t('preview.erase'), checked: form.value('erase') === 'on' }]}
          />
        </Card>
        <RadioList
          name="reason"
          label={t('preview.why')}
          error={form.error('reason')}
          chosen={form.value('reason')}
          options={OPENING_REASONS.map((reason) => ({ value: reason, label: desk(`opening.${reason}`) }))}
        />
        <Button>{t('preview.go')}</Button>
      </form>
    </SourceFrame>
  )
}
