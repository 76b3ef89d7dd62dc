import { createTranslator } from 'next-intl'
import en from '#messages/en.json' with { type: 'json' }
import id from '#messages/id.json' with { type: 'json' }
import { currentLocale } from './locale.ts'
import type { Locale } from './locale-names.ts'

/** Bahasa Indonesia is the source: a key that English lacks does not compile. */
type Messages = typeof id
const messages: Record<Locale, Messages> = { id, en }

/** Words of one namespace in the reader's language: `const t = await translator('ui'); t('skip')`. */
export async function translator<Namespace extends keyof Messages>(namespace: Namespace) {
  return translatorFor(await currentLocale(), namespace)
}

export function translatorFor<Namespace extends keyof Messages>(locale: Locale, namespace: Namespace) {
  return createTranslator({ locale, messages: messages[locale], namespace })
}
