import type { ShownForm } from '#app/_server/subject-form.ts'
import { Banner } from '#app/_ui/banner.tsx'
import { ErrorSummary } from '#app/_ui/error-summary.tsx'

/** Why a form came back: the fields to mend, or one reason for all of it. */
export function ReturnedForm({ form }: { form: ShownForm }) {
  const [reason, ...advice] = form.refusal?.split(/(?<=[.:]) /) ?? []
  return (
    <>
      <ErrorSummary errors={form.errors} />
      {reason && (
        <Banner tone="bad" title={reason}>
          {advice.join(' ')}
        </Banner>
      )}
    </>
  )
}
