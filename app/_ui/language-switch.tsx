import { translator } from '#app/_server/i18n.ts'
import { currentLocale, currentPath } from '#app/_server/locale.ts'

const languages = { id: 'Bahasa Indonesia', en: 'English' } as const

/** Offers the other language. A form, because a GET never changes anything; it comes back to the same page. */
export async function LanguageSwitch() {
  const [t, locale, path] = await Promise.all([translator('ui'), currentLocale(), currentPath()])
  const other = locale === 'id' ? 'en' : 'id'
  return (
    <form method="post" action="/language" aria-label={t('language')} className="print:hidden">
      <input type="hidden" name="back" value={path} />
      <button
        type="submit"
        name="locale"
        value={other}
        lang={other}
        className="min-h-11 cursor-pointer rounded-sm px-2 text-sm text-brand underline decoration-1 underline-offset-3 hover:decoration-2"
      >
        {languages[other]}
      </button>
    </form>
  )
}
