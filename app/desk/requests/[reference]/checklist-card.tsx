import { translator } from '#app/_server/i18n.ts'
import { Card } from '#app/_ui/card.tsx'
import type { DeskRequest } from '#data/requests/find-for-desk.ts'
import type { Right } from '#domain/request.ts'
import { CHECKS, type Check, passes } from '#domain/review.ts'

const ONLY_FOR: Partial<Record<Check, Right>> = { obstacles: 'erasure', corrections: 'rectification' }

/** They are rarely in the way, and then they are the one thing to see. */
const SHOWN_WHEN_OPEN: readonly Check[] = ['redactions', 'identifiers']

/** What has to be true before an answer goes out. */
export async function ChecklistCard({ request }: { request: DeskRequest }) {
  const t = await translator('desk')
  const { facts, sources } = request
  // What stops as soon as identity is proved waits for nobody's review.
  const stopsAtOnce = facts.right === 'consent_withdrawal' && sources.length > 0 && facts.sources.length === 0
  if (stopsAtOnce) return null
  const items = [
    ...CHECKS.filter(({ check }) => !SHOWN_WHEN_OPEN.includes(check) || !passes(facts, check))
      .filter(({ check }) => (ONLY_FOR[check] ?? facts.right) === facts.right)
      .map(({ check }) => ({
        check,
        isMet: passes(facts, check) && (check !== 'obstacles' || facts.sources.length > 0),
      })),
    { check: 'second' as const, isMet: request.executeAfter !== null },
  ]
  return (
    <Card dense title={t('check.title')}>
      <ul className="grid gap-1.5">
        {items.map(({ check, isMet }) => (
          <li key={check} className="flex gap-2">
            <b aria-hidden="true" className={isMet ? 'text-ok' : 'text-muted'}>
              {isMet ? '✓' : '○'}
            </b>
            <span>
              {t(`check.${check}`)}
              <span className="sr-only">: {isMet ? t('check.met') : t('check.open')}</span>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
