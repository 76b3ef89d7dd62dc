import { z } from 'zod'
import { translator } from '#app/_server/i18n.ts'
import { shownForm } from '#app/_server/subject-form.ts'
import { Card } from '#app/_ui/card.tsx'
import { Facts } from '#app/_ui/facts.tsx'
import { Tag } from '#app/_ui/tag.tsx'
import { FINDING_PAGE, type FoundRow, type FoundValue, type OpenedFinding } from '#data/findings/read.ts'
import { OPENING_MINUTES } from '#domain/opening.ts'
import { PageLinks } from './page-links.tsx'
import { TickedForm, ticks } from './ticked-form.tsx'
import { Undo } from './undo.tsx'

type Props = { finding: OpenedFinding; rows: FoundRow[]; page: number; here: string }

/** One page of a finding's rows, each value with what becomes of it. */
export async function OpenRows({ finding, rows, page, here }: Props) {
  const t = await translator('desk')
  const pages = Math.max(1, Math.ceil(finding.rows / FINDING_PAGE))
  const where = { page, here, mayDecide: finding.mayDecide }
  return (
    <>
      <p className="mb-3 text-xs text-muted">{t('finding.open', { minutes: OPENING_MINUTES })}</p>
      {pages > 1 && <PageLinks page={page} pages={pages} here={here} />}
      {rows.length === 0 && finding.rows > 0 && <p className="mb-4">{t('finding.beyond')}</p>}
      <div className="grid gap-x-4 md:grid-cols-2 xl:grid-cols-3">
        {rows.map((row) => (
          <Row key={row.number} row={row} {...where} />
        ))}
      </div>
      {finding.mayDecide && rows.length > 0 && <TickedForm rows={rows} page={page} here={here} />}
      {pages > 1 && <PageLinks page={page} pages={pages} here={here} again />}
    </>
  )
}

type Where = { page: number; here: string; mayDecide: boolean }

async function Row({ row, ...where }: { row: FoundRow } & Where) {
  const [t, form] = [await translator('desk'), await shownForm()]
  const { number, shared, thirdParty, heldBack, handedOver } = row
  const isTickable = where.mayDecide && (heldBack === null || heldBack === 'third_party')
  const tick = ticks.row(number)
  const facts = row.values.map((each) => ({
    term: each.field,
    detail: <Value row={row} each={each} {...where} />,
  }))
  return (
    <Card
      dense
      title={
        <span className="inline-flex min-h-6 items-center gap-2 pointer-coarse:min-h-11">
          {isTickable && (
            <input {...tick} aria-label={t('redaction.pickRow', { n: number })} defaultChecked={isTicked(form, tick)} />
          )}
          {t('finding.row', { n: number })}
        </span>
      }
      aside={
        <span className="flex flex-wrap justify-end gap-1">
          {shared && <Tag tone="warn">{t('finding.sharedRow')}</Tag>}
          {thirdParty && <Tag tone="warn">{t('finding.thirdParty')}</Tag>}
        </span>
      }
    >
      <Fate row={row} {...where} />
      <div
        className={`overflow-hidden font-mono text-xs break-words ${heldBack && !handedOver ? 'text-muted line-through decoration-1' : ''}`}
      >
        <Facts dense facts={facts} />
      </div>
    </Card>
  )
}

/** What becomes of the whole row, and the way back. */
async function Fate({ row: { heldBack, handedOver }, mayDecide, ...where }: { row: FoundRow } & Where) {
  const t = await translator('desk')
  const decided = handedOver ?? (heldBack === 'third_party' ? null : heldBack)
  if (!heldBack && !handedOver) return null
  const reason = decided && t(`redaction.reason.${decided.reason}` as 'redaction.reason.other')
  return (
    <div className="mb-2 flex flex-wrap items-center gap-2">
      <Tag tone={heldBack ? 'bad' : 'ok'}>
        {heldBack === 'third_party'
          ? t('redaction.heldThirdParty')
          : t(heldBack ? 'redaction.heldBack' : 'redaction.handedOver', { reason: reason ?? '' })}
      </Tag>
      {decided?.row && mayDecide && <Undo redaction={decided} {...where} />}
    </div>
  )
}

type ValueProps = { row: FoundRow; each: FoundValue } & Where

/** What a person handed in stands as a file beside its row. */
const isDocument = ({ values }: FoundRow, { field, value }: FoundValue): boolean =>
  field === 'document' && 'record' in values && z.uuid().safeParse(value).success

async function Value({ row, each, mayDecide, ...where }: ValueProps) {
  const [t, form] = [await translator('desk'), await shownForm()]
  const { field, value, redaction, leftOut } = each
  const tick = ticks.value(row.number, field)
  if (isDocument(row, each)) return <a href={`${where.here}/documents/${value}`}>{t('finding.document')}</a>
  if (leftOut) return <Shown value={value} why={t(`redaction.${leftOut}`)} />
  if (redaction)
    return (
      <>
        <Shown
          value={value}
          why={t('redaction.heldBack', {
            reason: t(`redaction.reason.${redaction.reason}` as 'redaction.reason.other'),
          })}
        />{' '}
        {mayDecide && redaction.row !== null && <Undo redaction={redaction} {...where} />}
      </>
    )
  if (each.correction)
    return (
      <span className="flex flex-wrap items-baseline gap-x-2">
        <Shown value={value} />
        <a
          href={`${where.here}/rows/${row.number}/${encodeURIComponent(field)}`}
          aria-label={`${t(`correction.way.${each.correction}`)}: ${field}`}
          className="inline-flex min-h-6 items-center font-sans pointer-coarse:min-h-11"
        >
          {t(`correction.way.${each.correction}`)}
        </a>
      </span>
    )
  if (!mayDecide || row.heldBack) return <Shown value={value} />
  return (
    <label className="flex items-start gap-2">
      <input
        {...tick}
        aria-label={t('redaction.pickValue', { field, n: row.number })}
        defaultChecked={isTicked(form, tick)}
      />
      <span className="min-w-0">
        <Shown value={value} />
      </span>
    </label>
  )
}

const isTicked = (form: { value: (name: string) => string | undefined }, { name }: { name: string }) =>
  form.value(name) === 'on'

async function Shown({ value, why }: { value: unknown; why?: string }) {
  const t = await translator('desk')
  if (value === null || value === '') return <span className="text-muted">{t('finding.empty')}</span>
  return (
    <>
      <span className={`whitespace-pre-wrap ${why ? 'text-muted line-through' : ''}`}>
        {typeof value === 'object' ? JSON.stringify(value) : String(value)}
      </span>
      {why && <span className="block font-sans font-semibold text-bad">{why}</span>}
    </>
  )
}
