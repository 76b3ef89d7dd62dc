import { shownForm } from '#app/_server/subject-form.ts'
import { Banner } from '#app/_ui/banner.tsx'
import { ErrorSummary } from '#app/_ui/error-summary.tsx'

type Props = {
  /** what the form calls a field: many errors read alike */
  labelOf?: (name: string) => string | undefined
}

/** Why a form on this page came back: which fields to mend, or one reason for all of it. */
export async function CameBack({ labelOf = () => undefined }: Props) {
  const form = await shownForm()
  const labelled = form.errors.map(({ name, message }) => {
    const label = labelOf(name)
    const mark = label?.endsWith('?') ? '' : ':'
    return { name, message: label ? `${label}${mark} ${message}` : message }
  })
  return (
    <>
      <ErrorSummary errors={labelled} />
      {form.refusal && <Banner tone="bad" title={form.refusal} />}
    </>
  )
}
