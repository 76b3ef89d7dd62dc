import { notFound } from 'next/navigation'
import { currentLocale } from '#app/_server/locale.ts'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { SubjectShell } from '#app/_ui/subject-shell.tsx'
import { Table } from '#app/_ui/table.tsx'
import { type DevMail, listDevMail } from '#data/dev-mail.ts'
import { MailTime } from './mail-time.tsx'
import { mailWords } from './words.ts'

export const metadata = { title: 'Mail' }

const refreshSeconds = 5

type Props = { searchParams: Promise<Record<string, string | string[]>> }

/** What the demo "sent", newest first. `?live` refreshes without JavaScript; not by default, a page that moves by itself is hard to read. */
export default async function MailList({ searchParams }: Props) {
  const mails = await listDevMail()
  if (!mails) notFound()
  const locale = await currentLocale()
  const words = mailWords[locale]
  const isLive = 'live' in (await searchParams)
  return (
    <SubjectShell>
      {isLive && <meta httpEquiv="refresh" content={String(refreshSeconds)} />}
      <h1>{words.title}</h1>
      <p className="mt-2 mb-4 text-muted">
        {words.lead} <a href={isLive ? '/dev/mail' : '/dev/mail?live'}>{isLive ? words.still : words.live}</a>
      </p>
      {mails.length === 0 ? (
        <EmptyState title={words.empty}>{words.emptyHint}</EmptyState>
      ) : (
        <Table<DevMail>
          caption={words.title}
          keyOf={({ id }) => id}
          rows={mails}
          columns={[
            { label: words.at, cell: ({ at }) => <MailTime at={at} locale={locale} /> },
            {
              label: words.subject,
              cell: ({ id, subject }) => <a href={`/dev/mail/${encodeURIComponent(id)}`}>{subject}</a>,
            },
            { label: words.to, cell: ({ to }) => <span className="break-all">{to}</span> },
          ]}
        />
      )}
    </SubjectShell>
  )
}
