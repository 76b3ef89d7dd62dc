import { headers } from 'next/headers'
import { type Locale, localeHeader, pathHeader, toLocale, toLocalPath } from './locale-names.ts'

export async function currentLocale(): Promise<Locale> {
  return toLocale((await headers()).get(localeHeader))
}

/** Path and query of the page being shown, for forms that come back to it. */
export async function currentPath(): Promise<string> {
  return toLocalPath((await headers()).get(pathHeader))
}
