import { translator } from '#app/_server/i18n.ts'
import { Banner } from '#app/_ui/banner.tsx'
import { Reference } from '#app/_ui/reference.tsx'

type Said = string | string[] | undefined

/** What became of each request of a bulk assignment, read from the address it led to. */
export async function Assigned({ said }: { said: { assigned?: Said; refused?: Said } }) {
  const [t, reasons] = [await translator('desk'), await translator('errors')]
  const done = Number(said.assigned)
  if (!Number.isInteger(done) || typeof said.refused !== 'string') return null
  const refused = said.refused.split(',').flatMap((item) => {
    const [, reference, reason] = /^(HK-[0-9A-Z]{4}-[0-9A-Z]{4})\.([a-z_]{1,40})$/.exec(item) ?? []
    return reference && reason && reasons.has(reason as 'invalid') ? [{ reference, reason: reason as 'invalid' }] : []
  })
  const title = [
    ...(done > 0 ? [t('assign.done', { n: done })] : []),
    ...(refused.length > 0 ? [t('assign.refused', { n: refused.length })] : []),
  ].join(', ')
  return (
    <Banner tone={refused.length > 0 ? 'warn' : 'ok'} title={title}>
      {refused.length > 0 && (
        <ul>
          {refused.map(({ reference, reason }) => (
            <li key={reference}>
              <Reference>{reference}</Reference>: {reasons(reason)}
            </li>
          ))}
        </ul>
      )}
    </Banner>
  )
}
