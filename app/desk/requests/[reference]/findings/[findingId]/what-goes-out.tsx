import { translator } from '#app/_server/i18n.ts'
import { shownForm } from '#app/_server/subject-form.ts'
import { Button } from '#app/_ui/button.tsx'
import { Card } from '#app/_ui/card.tsx'
import { SelectInput } from '#app/_ui/select-input.tsx'
import { Tag } from '#app/_ui/tag.tsx'
import { TextInput } from '#app/_ui/text-input.tsx'
import type { OpenedFinding } from '#data/findings/read.ts'
import { REDACTION_REASONS, type Redaction } from '#domain/redaction.ts'
import { Undo } from './undo.tsx'

type Props = { finding: OpenedFinding; page: number; here: string }

/** How much of a collection goes out, and what is held back of all its rows. */
export async function WhatGoesOut({ finding, page, here }: Props) {
  const t = await translator('desk')
  const { given, rows, thirdParty, wide, mayDecide } = finding
  return (
    <Card dense title={t('redaction.title')}>
      <p>{t('redaction.goes', { given: given ?? 0, n: rows })}</p>
      {thirdParty > 0 && <p className="mt-1 text-warn">{t('redaction.thirdParty', { n: thirdParty })}</p>}
      {wide.length > 0 && (
        <ul className="mt-2 grid gap-1.5">
          {wide.map((redaction) => (
            <li key={redaction.id} className="flex flex-wrap items-center gap-2">
              <Wide redaction={redaction} />
              {mayDecide && <Undo redaction={redaction} page={page} here={here} />}
            </li>
          ))}
        </ul>
      )}
      <Lost finding={finding} page={page} here={here} />
      {mayDecide && <WideForm finding={finding} page={page} here={here} />}
    </Card>
  )
}

/** What was decided before the source was asked again, about rows that are not there any more. */
async function Lost({ finding: { lost, mayDecide }, page, here }: Props) {
  const t = await translator('desk')
  if (lost.length === 0) return null
  return (
    <section className="mt-3 rounded-md border border-line bg-warn-wash p-3">
      <h3 className="font-semibold">{t('redaction.lost', { n: lost.length })}</h3>
      <p className="mb-2">{t('redaction.lostText')}</p>
      <ul className="grid gap-1.5">
        {lost.map((redaction) => (
          <li key={redaction.id} className="flex flex-wrap items-center gap-2">
            <b>
              {redaction.field === null
                ? t('redaction.lostRow', { row: redaction.row ?? 0 })
                : t('redaction.lostValue', { field: redaction.field, row: redaction.row ?? 0 })}
            </b>
            <Tag tone="warn">
              {t(redaction.decision === 'redact' ? 'redaction.heldBack' : 'redaction.handedOver', {
                reason: t(`redaction.reason.${redaction.reason}` as 'redaction.reason.other'),
              })}
            </Tag>
            {redaction.note && <span className="text-muted">{redaction.note}</span>}
            {mayDecide && <Undo redaction={redaction} page={page} here={here} label={t('redaction.seen')} />}
          </li>
        ))}
      </ul>
    </section>
  )
}

async function Wide({ redaction: { field, reason, note } }: { redaction: Redaction }) {
  const t = await translator('desk')
  return (
    <>
      <b>{field === null ? t('redaction.collection') : t('redaction.field', { field })}</b>
      <Tag tone="warn">
        {t('redaction.heldBack', { reason: t(`redaction.reason.${reason}` as 'redaction.reason.other') })}
      </Tag>
      {note && <span className="text-muted">{note}</span>}
    </>
  )
}

async function WideForm({ finding, page, here }: Props) {
  const [t, form] = [await translator('desk'), await shownForm()]
  const cameBack = form.value('what') !== undefined
  const options = [
    { value: 'collection', label: t('redaction.collection') },
    ...finding.fields.map((field) => ({ value: `field-${field}`, label: t('redaction.field', { field }) })),
  ]
  return (
    <details className="mt-2" open={cameBack}>
      <summary className="min-h-6 cursor-pointer text-brand pointer-coarse:min-h-11">{t('redaction.wide')}</summary>
      <form method="post" action={`${here}/pages/${page}/redactions`} className="mt-2 max-w-page" noValidate>
        <SelectInput name="what" label={t('redaction.what')} options={options} chosen={form.value('what')} />
        <SelectInput
          name="reason"
          label={t('redaction.why')}
          options={REDACTION_REASONS.map((value) => ({ value, label: t(`redaction.reason.${value}`) }))}
          chosen={form.value('reason')}
          error={form.error('reason')}
        />
        <TextInput
          name="note"
          label={t('redaction.note')}
          hint={t('redaction.noteHint')}
          optional
          maxLength={500}
          defaultValue={cameBack ? form.value('note') : undefined}
          error={cameBack ? form.error('note') : undefined}
        />
        <Button slim>{t('redaction.go')}</Button>
      </form>
    </details>
  )
}
