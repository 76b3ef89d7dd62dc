import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { shownForm } from '#app/_server/subject-form.ts'
import { Button } from '#app/_ui/button.tsx'
import { RadioList } from '#app/_ui/radio-list.tsx'
import { SelectInput } from '#app/_ui/select-input.tsx'
import { Table } from '#app/_ui/table.tsx'
import { Tag } from '#app/_ui/tag.tsx'
import { TextArea } from '#app/_ui/text-area.tsx'
import { TextInput } from '#app/_ui/text-input.tsx'
import type { DeskHold } from '#data/holds/list.ts'
import type { DeskRequest } from '#data/requests/find-for-desk.ts'
import type { StaffActor } from '#data/users/find-colleague.ts'
import { formatDueDate, formatInstant, type Locale } from '#domain/clock/wording.ts'
import { decideHold, HOLD_SCOPES, mayLift } from '#domain/hold.ts'

type Props = { request: DeskRequest; actor: StaffActor }

/** Legal holds of an erasure: what stays because of a case or a law, who said so, and the way to lift it. */
export async function Holds({ request, actor }: Props) {
  const { holds, controller, facts } = request
  const mayPlace = decideHold(actor, { ...facts, controllerId: controller.id }).ok
  if (facts.right !== 'erasure' || (holds.length === 0 && !mayPlace)) return null
  const t = await translator('desk')
  return (
    <section id="holds" className="mt-5 mb-4 border-t border-line pt-4">
      <h2 className="mb-2 text-sm">{t('hold.title')}</h2>
      {holds.length > 0 && <HoldsTable request={request} actor={actor} />}
      {mayPlace && <PlaceForm request={request} />}
    </section>
  )
}

async function HoldsTable({ request, actor }: Props) {
  const [t, locale] = [await translator('desk'), await currentLocale()]
  const { zone, id: controllerId } = request.controller
  const places = placesOf(request, locale)
  const what = ({ sourceId, collection, field, isRow, ofPerson }: DeskHold) => {
    const place = places.find(({ value }) => value === `${sourceId}/${collection}`)?.label ?? collection
    const scope = isRow ? t('hold.oneRow') : t('hold.allRows')
    return [field ? `${place}: ${field}` : place, scope, ...(ofPerson ? [t('hold.scope.person')] : [])].join(' · ')
  }
  return (
    <div className="mb-3">
      <Table
        caption={t('hold.title')}
        rows={request.holds}
        keyOf={({ id }) => id}
        columns={[
          { label: t('hold.what'), cell: what },
          { label: t('hold.basis'), cell: ({ basis }) => basis },
          {
            label: t('hold.until'),
            cell: ({ until }) => (until ? formatDueDate(until, locale) : t('hold.untilLifted')),
          },
          {
            label: t('hold.since'),
            cell: ({ placedAt, placedBy }) => `${formatInstant(placedAt, zone, locale)} · ${placedBy}`,
          },
          {
            label: t('hold.state'),
            cell: ({ id, liftedAt }) =>
              liftedAt ? (
                <Tag>{t('hold.lifted', { when: formatInstant(liftedAt, zone, locale) })}</Tag>
              ) : mayLift(actor, controllerId) ? (
                <form method="post" action={`/desk/requests/${request.reference}/holds/${id}/lifting`}>
                  <Button slim look="quiet">
                    {t('hold.lift')}
                  </Button>
                </form>
              ) : (
                <Tag tone="warn">{t('hold.stands')}</Tag>
              ),
          },
        ]}
      />
      {mayLift(actor, controllerId) && <p className="mt-2 text-xs text-muted">{t('hold.liftHint')}</p>}
    </div>
  )
}

/** Collections of which something goes, by source. */
const placesOf = ({ sources }: DeskRequest, locale: Locale) =>
  sources.flatMap(({ sourceId, name, collected }) =>
    (collected?.preview ?? []).map(({ collection, label, key, fields }) => ({
      value: `${sourceId}/${collection}`,
      label: `${name} / ${label[locale]}`,
      key: key.join(', '),
      fields: fields.map(({ field }) => field),
    })),
  )

async function PlaceForm({ request }: Pick<Props, 'request'>) {
  const [t, form] = [await translator('desk'), await shownForm()]
  const names = ['place', 'field', 'row', 'basis', 'reason', 'until'] as const
  return (
    <details open={names.some((name) => form.error(name) !== undefined)}>
      <summary className="min-h-6 cursor-pointer text-brand pointer-coarse:min-h-11">{t('hold.place')}</summary>
      <form method="post" action={`/desk/requests/${request.reference}/holds`} noValidate className="mt-3 max-w-page">
        <p className="mb-3 text-muted">{t('hold.intro')}</p>
        <WhatFields request={request} />
        <TextInput
          name="basis"
          label={t('hold.basis')}
          hint={t('hold.basisHint')}
          maxLength={300}
          defaultValue={form.value('basis')}
          error={form.error('basis')}
        />
        <TextArea
          name="reason"
          label={t('hold.reason')}
          hint={t('hold.reasonHint')}
          maxLength={2_000}
          defaultValue={form.value('reason')}
          error={form.error('reason')}
        />
        <TextInput
          name="until"
          type="date"
          label={t('hold.until')}
          hint={t('hold.untilHint')}
          optional
          defaultValue={form.value('until')}
          error={form.error('until')}
        />
        <Button slim>{t('hold.go')}</Button>
      </form>
    </details>
  )
}

/** Which rows, which column, and for which requests. */
async function WhatFields({ request }: Pick<Props, 'request'>) {
  const [t, form, locale] = [await translator('desk'), await shownForm(), await currentLocale()]
  const places = placesOf(request, locale)
  const fields = [...new Set(places.flatMap((place) => place.fields))]
  return (
    <>
      <SelectInput
        name="place"
        label={t('hold.collection')}
        options={places.map(({ value, label, key }) => ({ value, label: key ? `${label} (${key})` : label }))}
        chosen={form.value('place')}
        error={form.error('place')}
      />
      <TextInput
        name="row"
        label={t('hold.row')}
        hint={t('hold.rowHint')}
        optional
        spellCheck={false}
        autoComplete="off"
        maxLength={500}
        defaultValue={form.value('row')}
        error={form.error('row')}
      />
      {fields.length > 0 && (
        <SelectInput
          name="field"
          label={t('hold.field')}
          nothing={t('hold.wholeRow')}
          options={fields.map((value) => ({ value, label: value }))}
          chosen={form.value('field')}
          error={form.error('field')}
        />
      )}
      <RadioList
        name="scope"
        label={t('hold.scopeLabel')}
        options={HOLD_SCOPES.map((value) => ({ value, label: t(`hold.scope.${value}`) }))}
        chosen={form.value('scope') ?? 'request'}
        error={form.error('scope')}
      />
    </>
  )
}
