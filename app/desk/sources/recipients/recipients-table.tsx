import { countryName } from '#app/_server/countries.ts'
import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { Table } from '#app/_ui/table.tsx'
import { Tag } from '#app/_ui/tag.tsx'
import type { ListedRecipient } from '#data/recipients/list.ts'
import { formatInstant } from '#domain/clock/wording.ts'
import { recipientAddress } from './on-recipient.ts'

type Props = { caption: string; recipients: ListedRecipient[]; zone: string }

export async function RecipientsTable({ caption, recipients, zone }: Props) {
  const [t, locale] = [await translator('sources'), await currentLocale()]
  return (
    <Table
      caption={caption}
      rows={recipients}
      keyOf={({ id }) => id}
      columns={[
        {
          label: t('recipient.name'),
          cell: ({ id, name, kind, endedAt }) => (
            <>
              <a
                href={recipientAddress({ recipientId: id })}
                className="inline-flex min-h-6 items-center font-semibold"
              >
                {name}
              </a>
              <span className="block text-xs text-muted">
                {endedAt
                  ? t('recipient.ended', { when: formatInstant(endedAt, zone, locale) })
                  : t(`recipient.kinds.${kind}`)}
              </span>
            </>
          ),
        },
        { label: t('recipient.region'), cell: ({ region }) => countryName(region, locale) },
        { label: t('recipient.receives'), cell: ({ receives }) => receives || '–' },
        {
          label: t('recipient.sources'),
          cell: ({ sources }) => sources.map(({ name }) => name).join(', ') || t('recipient.all'),
        },
        {
          label: t('recipient.answers'),
          cell: ({ silent, silentSince }) =>
            silentSince ? (
              <>
                <Tag tone="warn">{t('recipient.silent', { n: silent })}</Tag>
                <span className="block text-xs text-muted">
                  {t('since', { when: formatInstant(silentSince, zone, locale) })}
                </span>
              </>
            ) : (
              <span className="text-muted">{t('recipient.answered')}</span>
            ),
        },
      ]}
    />
  )
}
