import { notFound, redirect } from 'next/navigation'
import { Temporal } from 'temporal-polyfill'
import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { requireStaff } from '#app/_server/staff.ts'
import { shownForm } from '#app/_server/subject-form.ts'
import { Banner } from '#app/_ui/banner.tsx'
import { Button } from '#app/_ui/button.tsx'
import { Card } from '#app/_ui/card.tsx'
import { Facts } from '#app/_ui/facts.tsx'
import { Note } from '#app/_ui/note.tsx'
import { RadioList } from '#app/_ui/radio-list.tsx'
import { SelectInput } from '#app/_ui/select-input.tsx'
import { TextArea } from '#app/_ui/text-area.tsx'
import { TextInput } from '#app/_ui/text-input.tsx'
import { findCorrectionPlace, type OpenedPlace } from '#data/corrections/find-place.ts'
import { NOTE_REASONS } from '#domain/rectification.ts'
import { CameBack } from '../../../../../../../came-back.tsx'
import { DeskFrame } from '../../../../../../../desk-frame.tsx'
import { PlacePath, placeAddress } from './on-place.ts'

type Props = { params: Promise<{ reference: string; findingId: string; row: string; field: string }> }

export const generateMetadata = async ({ params }: Props) => ({ title: (await params).reference })

/** One found value: what it is to be, or which note it gets, and on what evidence. */
export default async function CorrectionPage({ params }: Props) {
  const { actor } = await requireStaff()
  const given = await params
  const path = PlacePath.safeParse({ ...given, field: decodeURIComponent(given.field) })
  const place = path.success ? await findCorrectionPlace(actor, path.data, Temporal.Now.instant()) : null
  if (!path.success || !place) notFound()
  const finding = `/desk/requests/${path.data.reference}/findings/${path.data.findingId}`
  if (place === 'closed') redirect(finding)
  const [t, locale] = [await translator('desk'), await currentLocale()]
  const facts = [
    { term: t('sources.source'), detail: place.source },
    { term: t('preview.collection'), detail: place.collection[locale] },
    { term: t('correction.field'), detail: place.field[locale] },
    {
      term: t('correction.now'),
      detail: <b className="break-words whitespace-pre-wrap">{place.value ?? t('finding.empty')}</b>,
    },
  ]
  return (
    <DeskFrame>
      <div className="max-w-page">
        <CameBack />
        <a href={finding} className="inline-flex min-h-8 items-center pointer-coarse:min-h-11">
          <span aria-hidden="true">‹&nbsp;</span>
          {t('correction.back', { n: path.data.row })}
        </a>
        <h1 className="mb-3 text-xl">{t('correction.title', { field: place.field[locale] })}</h1>
        <Card dense>
          <Facts dense facts={facts} />
        </Card>
        {place.isOthers && <Banner tone="warn" title={t('correction.others')} />}
        {!place.isReplaceable && <Note>{t('correction.notReplaceable')}</Note>}
        <form method="post" action={`${placeAddress({ ...given, field: path.data.field })}/correction`} noValidate>
          <input type="hidden" name="version" value={place.version} />
          <Words place={place} />
          <Button>{t('correction.propose')}</Button>
        </form>
      </div>
    </DeskFrame>
  )
}

async function Words({ place }: { place: OpenedPlace }) {
  const [t, form] = [await translator('desk'), await shownForm()]
  const why = (
    <SelectInput
      name="noteReason"
      label={t(place.isReplaceable ? 'correction.noteReasonIf' : 'correction.noteReason')}
      hint={t(place.noteInRow ? 'correction.noteInRow' : 'correction.noteBeside')}
      error={form.error('noteReason')}
      nothing={t('correction.choose')}
      chosen={form.value('noteReason', place.isReplaceable ? undefined : 'not_rectifiable')}
      options={NOTE_REASONS.map((value) => ({ value, label: t(`noteReason.${value}`) }))}
      {...(place.isReplaceable && { optional: true })}
    />
  )
  return (
    <>
      {place.isReplaceable ? <NewValue place={place} /> : <input type="hidden" name="way" value="note" />}
      {why}
      <TextArea
        name="statement"
        rows={4}
        label={t(place.isReplaceable ? 'correction.statement' : 'correction.noteText')}
        hint={t('correction.statementHint')}
        error={form.error('statement')}
        defaultValue={form.value('statement')}
        maxLength={2_000}
      />
      {place.isOthers && (
        <TextInput
          name="confirmation"
          label={t('correction.confirmation')}
          hint={t('correction.confirmationHint')}
          error={form.error('confirmation')}
          defaultValue={form.value('confirmation')}
          maxLength={500}
        />
      )}
    </>
  )
}

const holdsMany = (type: string | null): boolean => type !== null && /\[\]$|^json/.test(type)

/** Whether the value is replaced, and by what. */
async function NewValue({ place }: { place: OpenedPlace }) {
  const [t, form] = [await translator('desk'), await shownForm()]
  return (
    <>
      <RadioList
        name="way"
        label={t('correction.what')}
        error={form.error('way')}
        chosen={form.value('way', 'replace')}
        options={[
          { value: 'replace', label: t('correction.replace'), hint: t('correction.replaceHint') },
          { value: 'note', label: t('correction.note'), hint: t('correction.noteHint') },
        ]}
      />
      <TextInput
        name="to"
        label={t('correction.to')}
        hint={
          place.type !== 'unknown' &&
          t(holdsMany(place.type) ? 'correction.toHintJson' : 'correction.toHint', { type: place.type ?? '?' })
        }
        error={form.error('to')}
        defaultValue={form.value('to')}
        maxLength={4_000}
        spellCheck={false}
        autoComplete="off"
      />
      <label className="-mt-3 mb-6 flex min-h-8 items-center gap-2 pointer-coarse:min-h-11">
        <input
          type="checkbox"
          name="empty"
          value="yes"
          defaultChecked={form.value('empty') === 'yes'}
          className="size-4.5 accent-brand"
        />
        {t('correction.empty')}
      </label>
    </>
  )
}
