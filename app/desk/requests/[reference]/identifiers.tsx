import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { shownForm } from '#app/_server/subject-form.ts'
import { Button } from '#app/_ui/button.tsx'
import { RadioList } from '#app/_ui/radio-list.tsx'
import { SelectInput } from '#app/_ui/select-input.tsx'
import { Table } from '#app/_ui/table.tsx'
import { Tag } from '#app/_ui/tag.tsx'
import { TextInput } from '#app/_ui/text-input.tsx'
import type { DeskIdentifier } from '#data/identifiers/find.ts'
import type { DeskRequest } from '#data/requests/find-for-desk.ts'
import type { StaffActor } from '#data/users/find-colleague.ts'
import { formatInstant } from '#domain/clock/wording.ts'
import { decideIdentifier, IDENTIFIER_PROOFS } from '#domain/identifier.ts'
import { PinnedForm } from './pinned-form.tsx'

type Props = { request: DeskRequest; actor: StaffActor }

/** By what the sources are asked for the person, how each of it is known to be theirs, and the way to add to it. */
export async function Identifiers({ request, actor }: Props) {
  const { person, facts } = request
  if (!person) return null
  const t = await translator('desk')
  const mayConfirm = decideIdentifier(actor, facts).ok
  return (
    <section id="identifiers" className="mt-5 border-t border-line pt-4">
      <h2 className="mb-2 text-sm">{t('identifier.title')}</h2>
      <p className="mb-3 text-muted">
        {t('identifier.contact', { email: person.revealed?.email ?? person.maskedEmail })}
      </p>
      {person.identifiers.length > 0 && <Confirmed request={request} mayRemove={mayConfirm} />}
      {(facts.unsearched ?? 0) > 0 && (
        <div className="mb-3">
          <p className="mb-2">{t('identifier.unsearched')}</p>
          {facts.status === 'reviewing' && mayConfirm && (
            <PinnedForm request={request} to="return">
              <Button slim>{t('identifier.ask')}</Button>
            </PinnedForm>
          )}
        </div>
      )}
      {mayConfirm && <ConfirmForm request={request} />}
    </section>
  )
}

async function Confirmed({ request, mayRemove }: { request: DeskRequest; mayRemove: boolean }) {
  const [t, locale] = [await translator('desk'), await currentLocale()]
  const { person, controller, reference } = request
  return (
    <div className="mb-3">
      <Table
        caption={t('identifier.title')}
        rows={person?.identifiers ?? []}
        keyOf={({ id }) => id}
        columns={[
          { label: t('identifier.label'), cell: ({ label }) => <code>{label}</code> },
          { label: t('identifier.value'), cell: ({ value }) => <span className="break-words">{value}</span> },
          {
            label: t('identifier.known'),
            cell: ({ proof, confirmedBy, confirmedAt }: DeskIdentifier) => (
              <>
                {t(`identifier.how.${proof}`)}
                <span className="block text-xs text-muted">
                  {formatInstant(confirmedAt, controller.zone, locale)} · {confirmedBy}
                </span>
              </>
            ),
          },
          {
            label: t('identifier.state'),
            cell: ({ isSearched }) => (
              <Tag tone={isSearched ? 'ok' : 'warn'}>
                {t(isSearched ? 'identifier.searched' : 'identifier.waiting')}
              </Tag>
            ),
          },
          ...(mayRemove
            ? [
                {
                  label: t('identifier.action'),
                  cell: ({ id }: DeskIdentifier) => (
                    <form method="post" action={`/desk/requests/${reference}/identifiers/${id}/removal`}>
                      <Button slim look="quiet">
                        {t('identifier.remove')}
                      </Button>
                    </form>
                  ),
                },
              ]
            : []),
        ]}
      />
    </div>
  )
}

async function ConfirmForm({ request }: Pick<Props, 'request'>) {
  const [t, form] = [await translator('desk'), await shownForm()]
  const names = ['label', 'value', 'proof'] as const
  return (
    <details open={names.some((name) => form.error(name) !== undefined)}>
      <summary className="min-h-6 cursor-pointer text-brand pointer-coarse:min-h-11">{t('identifier.add')}</summary>
      <form
        method="post"
        action={`/desk/requests/${request.reference}/identifiers`}
        noValidate
        className="mt-3 max-w-page"
      >
        <p className="mb-3 text-muted">{t('identifier.intro')}</p>
        <SelectInput
          name="label"
          label={t('identifier.label')}
          hint={t('identifier.labelHint')}
          nothing={t('identifier.choose')}
          options={(request.person?.labels ?? []).map((label) => ({ value: label, label }))}
          chosen={form.value('label')}
          error={form.error('label')}
        />
        <TextInput
          name="value"
          label={t('identifier.value')}
          hint={t('identifier.valueHint')}
          spellCheck={false}
          autoComplete="off"
          maxLength={254}
          defaultValue={form.value('value')}
          error={form.error('value')}
        />
        <RadioList
          name="proof"
          label={t('identifier.proof')}
          options={IDENTIFIER_PROOFS.map((value) => ({ value, label: t(`identifier.how.${value}`) }))}
          chosen={form.value('proof')}
          error={form.error('proof')}
        />
        <Button slim>{t('identifier.go')}</Button>
      </form>
    </details>
  )
}
