import type { Metadata } from 'next'
import { translator } from '#app/_server/i18n.ts'
import { ErrorSummary } from '#app/_ui/error-summary.tsx'
import { SubjectShell } from '#app/_ui/subject-shell.tsx'
import { calculate } from '#domain/clock/calculator.ts'
import { Answer } from './answer.tsx'
import { givenIn, type Search } from './given.ts'
import { Question } from './question.tsx'

type Props = { searchParams: Promise<Search> }

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const [t, words] = [await translator('calculator'), await translator('ui')]
  const given = givenIn(await searchParams)
  const isWrong = given !== null && !calculate(given).ok
  return { title: isWrong ? `${words('error')} ${t('title')}` : t('title') }
}

/** Which dates the law sets for a request, and why. The question stands in the address; nothing is stored. */
export default async function DeadlineCalculator({ searchParams }: Props) {
  const t = await translator('calculator')
  const given = givenIn(await searchParams)
  const answer = given && calculate(given)
  const errors = answer && !answer.ok ? answer.faults : []
  const shown = errors.map(({ field, reason }) => ({
    name: field,
    message: t(`wrong.${field}.${reason}` as 'wrong.date.missing'),
  }))
  return (
    <SubjectShell back="/">
      <ErrorSummary errors={shown} />
      <h1 className="mb-2">{t('title')}</h1>
      <p className="mb-6">{t('intro')}</p>
      {answer?.ok && <Answer asked={answer.asked} calculations={answer.calculations} />}
      <Question given={given ?? {}} errors={shown} isAgain={answer?.ok ?? false} />
      <p className="mt-8 text-sm text-muted">{t('note')}</p>
    </SubjectShell>
  )
}
