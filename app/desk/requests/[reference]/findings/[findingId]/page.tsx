import { notFound } from 'next/navigation'
import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { requireStaff } from '#app/_server/staff.ts'
import { requestAddress } from '#app/_server/staff-forms.ts'
import { shownForm } from '#app/_server/subject-form.ts'
import { Card } from '#app/_ui/card.tsx'
import { ErrorSummary } from '#app/_ui/error-summary.tsx'
import { Facts } from '#app/_ui/facts.tsx'
import { Reference } from '#app/_ui/reference.tsx'
import { Tag } from '#app/_ui/tag.tsx'
import { FINDING_PAGE, type FoundRow, type OpenedFinding, readFinding } from '#data/findings/read.ts'
import { OPENING_MINUTES } from '#domain/opening.ts'
import { DeskFrame } from '../../../../desk-frame.tsx'
import { OpeningForm } from '../../opening-form.tsx'

type Props = {
  params: Promise<{ reference: string; findingId: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

const Said = z.object({ page: z.coerce.number().int().min(1).max(1_000_000).catch(1) })

export const generateMetadata = async ({ params }: Props) => ({ title: (await params).reference })

export default async function FindingPage({ params, searchParams }: Props) {
  const { actor } = await requireStaff()
  const { reference, findingId } = await params
  const { page } = Said.parse(await searchParams)
  if (!z.uuid().safeParse(findingId).success) notFound()
  const finding = await readFinding(actor, { reference, findingId, page }, Temporal.Now.instant())
  if (!finding) notFound()
  const [t, form] = [await translator('desk'), await shownForm()]
  const here = `/desk/requests/${reference}/findings/${findingId}`
  return (
    <DeskFrame>
      <ErrorSummary errors={form.errors} />
      <a href={requestAddress(reference, 'sources')} className="inline-flex min-h-8 items-center">
        <span aria-hidden="true">‹&nbsp;</span>
        <Reference>{reference}</Reference>
      </a>
      <h1 className="mb-1 text-xl">
        {t('finding.title', { collection: finding.label[await currentLocale()], source: finding.source })}
      </h1>
      <p className="mb-4 text-muted">{t('finding.rows', { n: finding.rows })}</p>
      {finding.page ? (
        <OpenRows finding={finding} rows={finding.page} page={page} here={here} />
      ) : (
        <Card dense>
          <p className="mb-3">{t('finding.closed')}</p>
          <OpeningForm action={`${here}/opening`} />
        </Card>
      )}
    </DeskFrame>
  )
}

type OpenProps = { finding: OpenedFinding; rows: FoundRow[]; page: number; here: string }

async function OpenRows({ finding, rows, page, here }: OpenProps) {
  const t = await translator('desk')
  const pages = Math.max(1, Math.ceil(finding.rows / FINDING_PAGE))
  return (
    <>
      <p className="mb-3 text-xs text-muted">{t('finding.open', { minutes: OPENING_MINUTES })}</p>
      <div className="grid gap-x-4 md:grid-cols-2 xl:grid-cols-3">
        {rows
          .map((row, index) => ({ row, number: (page - 1) * FINDING_PAGE + index + 1 }))
          .map(({ row, number }) => (
            <Row key={number} row={row} number={number} />
          ))}
      </div>
      <nav className="flex flex-wrap items-center gap-4">
        {page > 1 && <a href={`${here}?page=${page - 1}`}>{t('finding.previous')}</a>}
        <span className="text-muted">{t('finding.page', { page, pages })}</span>
        {page < pages && <a href={`${here}?page=${page + 1}`}>{t('finding.next')}</a>}
      </nav>
    </>
  )
}

async function Row({ row, number }: { row: FoundRow; number: number }) {
  const t = await translator('desk')
  const flags = [...(row.shared ? [t('finding.sharedRow')] : []), ...(row.thirdParty ? [t('finding.thirdParty')] : [])]
  const facts = Object.entries(row.values).map(([term, value]) => ({ term, detail: <Value value={value} /> }))
  return (
    <Card
      dense
      title={t('finding.row', { n: number })}
      aside={flags.map((flag) => (
        <Tag key={flag} tone="warn">
          {flag}
        </Tag>
      ))}
    >
      <div className="overflow-hidden font-mono text-xs break-words">
        <Facts dense facts={facts} />
      </div>
    </Card>
  )
}

async function Value({ value }: { value: unknown }) {
  const t = await translator('desk')
  if (value === null || value === '') return <span className="text-muted">{t('finding.empty')}</span>
  return (
    <span className="whitespace-pre-wrap">{typeof value === 'object' ? JSON.stringify(value) : String(value)}</span>
  )
}
