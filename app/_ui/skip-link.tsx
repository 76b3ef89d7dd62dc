import { translator } from '#app/_server/i18n.ts'

/** First thing on the page: jumps to `<main id="main">`. */
export async function SkipLink() {
  const t = await translator('ui')
  return (
    <a href="#main" className="sr-only focus:not-sr-only focus:absolute focus:z-20 focus:m-2 focus:bg-sheet focus:p-3">
      {t('skip')}
    </a>
  )
}
