import { translator } from '#app/_server/i18n.ts'
import { Banner } from '#app/_ui/banner.tsx'
import { Reference } from '#app/_ui/reference.tsx'
import { BULK_DEEDS, readOutcomes } from '#domain/bulk.ts'

type Said = string | string[] | undefined

/** What became of each request that was ticked, read from the address it led to. */
export async function BulkResult({ said }: { said: { deed?: Said; done?: Said; refused?: Said } }) {
  const [t, reasons] = [await translator('desk'), await translator('errors')]
  const deed = BULK_DEEDS.find((each) => each === said.deed)
  if (!deed || typeof said.done !== 'string' || typeof said.refused !== 'string') return null
  const outcomes = readOutcomes(said.done, said.refused)
  const done = outcomes.filter(({ refusal }) => refusal === null)
  const refused = outcomes.filter(({ refusal }) => refusal !== null)
  const title = [
    ...(done.length > 0 || refused.length === 0 ? [t(`bulk.done.${deed}`, { n: done.length })] : []),
    ...(refused.length > 0 ? [t('bulk.refused', { n: refused.length })] : []),
  ].join(', ')
  const words = (reason: string) => reasons(reasons.has(reason as 'invalid') ? (reason as 'invalid') : 'invalid')
  return (
    <Banner tone={refused.length > 0 ? 'warn' : 'ok'} title={title}>
      {refused.length > 0 && (
        <ul>
          {refused.map(({ reference, refusal }) => (
            <li key={reference}>
              <To reference={reference} />: {words(refusal ?? '')}
            </li>
          ))}
        </ul>
      )}
      {done.length > 0 && (
        <details>
          <summary className="min-h-6 cursor-pointer pointer-coarse:min-h-11">{t('bulk.which')}</summary>
          <ul className="flex flex-wrap gap-x-4">
            {done.map(({ reference }) => (
              <li key={reference}>
                <To reference={reference} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </Banner>
  )
}

const To = ({ reference }: { reference: string }) => (
  <a href={`/desk/requests/${reference}`} className="inline-flex min-h-6 items-center pointer-coarse:min-h-11">
    <Reference>{reference}</Reference>
  </a>
)
