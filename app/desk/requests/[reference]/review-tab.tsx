import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { Table } from '#app/_ui/table.tsx'
import { Tag } from '#app/_ui/tag.tsx'
import type { DeskRequest } from '#data/requests/find-for-desk.ts'
import type { StaffActor } from '#data/users/find-colleague.ts'
import type { CollectOutcome } from '#domain/outcome.ts'
import { Decision } from './decision.tsx'
import { Goes, Held, Stays } from './fates.tsx'

type Props = { request: DeskRequest; actor: StaffActor }

/** What the answer will be, and the two people's words on it. */
export async function ReviewTab({ request, actor }: Props) {
  const t = await translator('desk')
  const outcomes = request.sources.flatMap(({ collected, name }) => (collected ? [{ name, collected }] : []))
  const isErasure = request.facts.right === 'erasure'
  return (
    <>
      {outcomes.length > 0 && (
        <h2 className="mb-2 text-sm">{isErasure ? t('preview.title.erasure') : t('preview.title.other')}</h2>
      )}
      {outcomes.map(({ name, collected }) => (
        <section key={name} className="mb-5">
          <h3 className="mb-1.5 font-semibold">{name}</h3>
          {isErasure ? <Preview name={name} outcome={collected} /> : <Handover request={request} outcome={collected} />}
          <Obstacles outcome={collected} />
        </section>
      ))}
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

async function Handover({ request, outcome }: { request: DeskRequest; outcome: CollectOutcome }) {
  const t = await translator('desk')
  const collections = request.sources
    .filter(({ collected }) => collected === outcome)
    .flatMap(({ findings }) => findings).length
  const others = outcome.shared + outcome.thirdParty
  return (
    <>
      <p>{t('preview.handover', { rows: outcome.rows, collections })}</p>
      {others > 0 && (
        <p className="mt-1">
          <Tag tone="warn">{t('preview.sharedRows', { n: others })}</Tag>
        </p>
      )}
    </>
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
