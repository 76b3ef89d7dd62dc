import { translator } from '#app/_server/i18n.ts'

/** First inside main when a form came back. It takes the focus, so that it is read first; each line links to its control. */
export async function ErrorSummary({ errors }: { errors: { name: string; message: string }[] }) {
  if (errors.length === 0) return null
  const t = await translator('ui')
  return (
    <section
      aria-labelledby="error-summary"
      role="alert"
      tabIndex={-1}
      // biome-ignore lint/a11y/noAutofocus: the person must hear of the errors before the form; works without script
      autoFocus
      className="mb-6 rounded-md border-2 border-bad bg-bad-wash p-4"
    >
      <h2 id="error-summary" className="mb-2">
        {t('summaryTitle')}
      </h2>
      <ul className="grid gap-1">
        {errors.map(({ name, message }) => (
          <li key={name}>
            <a href={`#${name}`} className="inline-block py-0.5 font-semibold text-bad">
              {message}
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
