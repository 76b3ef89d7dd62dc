import { translator } from '#app/_server/i18n.ts'
import { Table } from '#app/_ui/table.tsx'
import { Tag, type Tone } from '#app/_ui/tag.tsx'
import { type CheckResult, type FoundProblem, PROBLEMS } from '#domain/source/check-result.ts'

const TONES: Record<(typeof PROBLEMS)[keyof typeof PROBLEMS], Tone> = { stops: 'bad', mend: 'warn', note: 'plain' }
const ORDER = Object.keys(TONES)
const byWeight = (one: FoundProblem, other: FoundProblem) =>
  ORDER.indexOf(PROBLEMS[one.problem]) - ORDER.indexOf(PROBLEMS[other.problem])

const FEW = 5

/** A map of three tables in a database of hundreds: said once, not hundreds of times. */
async function Undescribed({ names }: { names: readonly string[] }) {
  const t = await translator('sources')
  return (
    <li>
      <Tag tone={TONES[PROBLEMS.undescribed_collection]}>{t(`weight.${PROBLEMS.undescribed_collection}`)}</Tag>{' '}
      {t('undescribed', { n: names.length })}
      <details>
        <summary className="cursor-pointer text-muted">{t('undescribedNames')}</summary>
        <p className="font-mono text-xs break-all">{names.join(', ')}</p>
      </details>
    </li>
  )
}

/** What a check saw: what stands out first, each with the way to mend it, then every collection. */
export async function CheckedSource({ name, result }: { name: string; result: CheckResult }) {
  const t = await translator('sources')
  const { collections, problems } = result
  const undescribed = problems.filter(({ problem }) => problem === 'undescribed_collection')
  const many = undescribed.length > FEW ? undescribed.map(({ collection }) => collection) : []
  const told = many.length > 0 ? problems.filter((each) => !undescribed.includes(each)) : problems
  const yesNo = (granted: boolean) => (granted ? t('yes') : <Tag tone="warn">{t('no')}</Tag>)
  return (
    <>
      <h2 className="mt-4 mb-2 text-sm">{t('problems')}</h2>
      {problems.length === 0 ? (
        <p className="mb-4">{collections.length === 0 ? t('answers') : t('noProblems')}</p>
      ) : (
        <ul className="mb-4 grid gap-1.5">
          {told.toSorted(byWeight).map(({ collection, field, problem }) => (
            <li key={`${collection} ${field} ${problem}`}>
              <Tag tone={TONES[PROBLEMS[problem]]}>{t(`weight.${PROBLEMS[problem]}`)}</Tag>{' '}
              <span className="font-mono text-xs break-all">{field ? `${collection}.${field}` : collection}</span>{' '}
              {t(`problem.${problem}`)}
            </li>
          ))}
          {many.length > 0 && <Undescribed names={many} />}
        </ul>
      )}
      {collections.length > 0 && (
        <Table
          caption={t('collections', { name })}
          rows={collections}
          keyOf={(collection) => collection.name}
          columns={[
            {
              label: t('collection'),
              cell: (collection) => <span className="font-mono text-xs break-all">{collection.name}</span>,
            },
            { label: t('key'), cell: ({ key }) => key.join(', ') || <Tag tone="warn">{t('noKey')}</Tag> },
            { label: t('columns'), end: true, cell: ({ columns }) => Object.keys(columns).length },
            { label: t('read'), cell: ({ rights }) => yesNo(rights.read) },
            { label: t('change'), cell: ({ rights }) => yesNo(rights.change) },
            { label: t('delete'), cell: ({ rights }) => yesNo(rights.delete) },
            { label: t('stop'), cell: ({ rights }) => (rights.stop === null ? '–' : yesNo(rights.stop)) },
          ]}
        />
      )}
    </>
  )
}
