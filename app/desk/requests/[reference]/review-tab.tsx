import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { Table } from '#app/_ui/table.tsx'
import { Tag } from '#app/_ui/tag.tsx'
import type { DeskFinding } from '#data/findings/sources.ts'
import type { DeskRequest } from '#data/requests/find-for-desk.ts'
import type { StaffActor } from '#data/users/find-colleague.ts'
import { may } from '#domain/actor.ts'
import type { CollectOutcome } from '#domain/outcome.ts'
import { rowsGiven } from '#domain/redaction.ts'
import { Corrections } from './corrections.tsx'
import { Decision } from './decision.tsx'
import { Goes, Held, Stays } from './fates.tsx'
import { Holds } from './holds.tsx'

type Props = { request: DeskRequest; actor: StaffActor }

/** What the answer will be, and the two people's words on it. */
export async function ReviewTab({ request, actor }: Props) {
  const t = await translator('desk')
  const outcomes = request.sources.flatMap(({ collected, name }) => (collected ? [{ name, collected }] : []))
  const isErasure = request.facts.right === 'erasure'
  const isRectification = request.facts.right === 'rectification'
  const mayOpen = may(actor, 'open_personal_data', request.controller.id)
  return (
    <>
      {isRectification && <Corrections request={request} actor={actor} />}
      {outcomes.length > 0 && !isRectification && (
        <h2 className="mb-2 text-sm">{isErasure ? t('preview.title.erasure') : t('preview.title.other')}</h2>
      )}
      {(isRectification ? [] : outcomes).map(({ name, collected }) => (
        <section key={name} className="mb-5">
          <h3 className="mb-1.5 font-semibold">{name}</h3>
          {isErasure ? (
            <Preview name={name} outcome={collected} />
          ) : (
            <Handover request={request} outcome={collected} mayOpen={mayOpen} />
          )}
          <Obstacles outcome={collected} />
        </section>
      ))}
      <Holds request={request} actor={actor} />
      <Decision request={request} actor={actor} />
    </>
  )
}

async function Preview({ name, outcome }: { name: string; outcome: CollectOutcome }) {
  const [t, locale] = [await translator('desk'), await currentLocale()]
  return (
    <Table
      caption={`${name}: ${t('preview.caption')}`}
      rows={outcome.preview}
      keyOf={({ collection }) => collection}
      columns={[
        {
          label: t('preview.collection'),
          cell: ({ collection, label, found }) => (
            <>
              <b title={collection}>{label[locale]}</b> <span className="text-muted">{found}</span>
            </>
          ),
        },
        { label: t('preview.goes'), cell: (each) => <Goes outcome={each} /> },
        { label: t('preview.stays'), cell: (each) => <Stays outcome={each} /> },
        { label: t('preview.held'), cell: (each) => <Held outcome={each} /> },
      ]}
    />
  )
}

type HandoverProps = { request: DeskRequest; outcome: CollectOutcome; mayOpen: boolean }

/** Of each collection: how much goes out, and what is held back. */
async function Handover({ request, outcome, mayOpen }: HandoverProps) {
  const [t, locale] = [await translator('desk'), await currentLocale()]
  const source = request.sources.find(({ collected }) => collected === outcome)
  const right = request.facts.right === 'portability' ? 'portability' : 'access'
  if (!source || source.findings.length === 0) return <p className="text-muted">{t('sources.nothing')}</p>
  return (
    <Table
      caption={`${source.name}: ${t('handover.caption')}`}
      rows={source.findings}
      keyOf={({ id }) => id}
      columns={[
        {
          label: t('preview.collection'),
          cell: ({ id, collection, label }) =>
            mayOpen ? (
              <a
                href={`/desk/requests/${request.reference}/findings/${id}`}
                title={collection}
                className="inline-flex min-h-6 items-center font-semibold"
              >
                {label[locale]}
              </a>
            ) : (
              <b title={collection}>{label[locale]}</b>
            ),
        },
        {
          label: t('handover.given'),
          cell: (found) =>
            t('handover.ofAll', { n: found.fields[right] === 0 ? 0 : rowsGiven(found, found.tally), all: found.rows }),
        },
        {
          label: t('handover.fields'),
          cell: ({ fields, tally }) => (
            <span className="whitespace-nowrap">
              {t('handover.ofAll', { n: fields[right] - tally.fields, all: fields.all })}
            </span>
          ),
        },
        { label: t('handover.held'), cell: (found) => <HeldBack found={found} isGiven={found.fields[right] > 0} /> },
      ]}
    />
  )
}

async function HeldBack({ found, isGiven }: { found: DeskFinding; isGiven: boolean }) {
  const t = await translator('desk')
  const { tally, thirdParty, shared, lost } = found
  if (!isGiven) return t('redaction.not_portable')
  const held = [
    ...(tally.fields ? [t('handover.fieldCount', { n: tally.fields })] : []),
    ...(tally.rows ? [t('handover.rowCount', { n: tally.rows })] : []),
    ...(tally.values ? [t('handover.valueCount', { n: tally.values })] : []),
    ...(thirdParty > tally.handedOver ? [t('handover.thirdParty', { n: thirdParty - tally.handedOver })] : []),
  ]
  const text = tally.collection ? t('handover.whole') : held.join(', ')
  return (
    <span className="flex flex-wrap items-center gap-1">
      {text === '' ? <span className="text-muted">{t('handover.nothing')}</span> : <Tag tone="warn">{text}</Tag>}
      {lost > 0 && <Tag tone="bad">{t('handover.lost', { n: lost })}</Tag>}
      {tally.handedOver > 0 && <Tag tone="bad">{t('handover.lifted', { n: tally.handedOver })}</Tag>}
      {shared > 0 && <Tag>{t('handover.shared', { n: shared })}</Tag>}
    </span>
  )
}

async function Obstacles({ outcome }: { outcome: CollectOutcome }) {
  const t = await translator('desk')
  if (outcome.obstacles.length === 0) return null
  return (
    <div className="mt-3">
      <h4 className="font-semibold">{t('preview.obstacles')}</h4>
      <ul className="grid gap-1">
        {outcome.obstacles.map(({ collection, field, kind, blocking }) => {
          const key = `obstacle.${kind}` as 'obstacle.permission'
          return (
            <li key={`${collection}.${field}.${kind}`}>
              <Tag tone={blocking ? 'bad' : 'plain'}>{blocking ? t('obstacleBlocks') : t('obstacleNote')}</Tag>{' '}
              <span className="font-mono text-xs">{field ? `${collection}.${field}` : collection}</span>:{' '}
              {t.has(key) ? t(key) : kind}
            </li>
          )
        })}
      </ul>
    </div>
  )
}
