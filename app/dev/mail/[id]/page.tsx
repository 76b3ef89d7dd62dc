import { notFound } from 'next/navigation'
import { currentLocale } from '#app/_server/locale.ts'
import { Card } from '#app/_ui/card.tsx'
import { Facts } from '#app/_ui/facts.tsx'
import { SubjectShell } from '#app/_ui/subject-shell.tsx'
import { readDevMail } from '#data/dev-mail.ts'
import { MailTime } from '../mail-time.tsx'
import { mailWords } from '../words.ts'

export const metadata = { title: 'Mail' }

/** One mail as plain text; its HTML opens in a page of its own, where nothing of it can run. */
export default async function MailPage({ params }: { params: Promise<{ id: string }> }) {
  const mail = await readDevMail(decodeURIComponent((await params).id))
  if (!mail) notFound()
  const locale = await currentLocale()
  const words = mailWords[locale]
  return (
    <SubjectShell back="/dev/mail">
      <h1 className="mb-4">{mail.subject}</h1>
      <Card>
        <Facts
          facts={[
            { term: words.at, detail: <MailTime at={mail.at} locale={locale} /> },
            { term: words.from, detail: mail.from },
            { term: words.to, detail: <span className="break-all">{mail.to}</span> },
          ]}
        />
      </Card>
      <Card title={words.text} aside={<a href={`/dev/mail/${encodeURIComponent(mail.id)}/html`}>{words.html}</a>}>
        <pre className="font-sans break-words whitespace-pre-wrap">{mail.text}</pre>
      </Card>
    </SubjectShell>
  )
}
