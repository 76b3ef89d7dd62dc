import { translator } from '#app/_server/i18n.ts'

const KEYS = [
  'open',
  'title',
  'down',
  'up',
  'pick',
  'assign',
  'search',
  'help',
  'enter',
  'on',
  'close',
  'picked',
] as const
export type KeyWords = Record<(typeof KEYS)[number], string>

/** What the browser has to say about its keys: words are the server's, so that none are loaded twice. */
export async function keyWords(): Promise<KeyWords> {
  const t = await translator('desk')
  return Object.fromEntries(KEYS.map((key) => [key, t(`keys.${key}`)])) as KeyWords
}
