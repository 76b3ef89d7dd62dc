import type { translator } from '#app/_server/i18n.ts'

type Words<N extends 'desk' | 'sources'> = Awaited<ReturnType<typeof translator<N>>>

/** What a form calls its fields, for the list of what is wrong in it. */
export const deskLabel = (t: Words<'desk'>) => (name: string) => {
  const key = `field.${name}` as 'field.code'
  return t.has(key) ? t(key) : undefined
}
export const sourceLabel = (t: Words<'sources'>) => (name: string) => {
  const key = `new.${name}` as 'new.name'
  return t.has(key) ? t(key) : undefined
}
export const recipientLabel = (t: Words<'sources'>) => (name: string) => {
  const key = `recipient.${name}` as 'recipient.name'
  return t.has(key) ? t(key) : undefined
}
