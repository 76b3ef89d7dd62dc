import type { translator } from '#app/_server/i18n.ts'

type Translate = Awaited<ReturnType<typeof translator<'calendars'>>>

/** A calendar's name in words; its id where we have none. */
export function calendarName(id: string, t: Translate): string {
  const key = `name.${id}` as 'name.FR'
  return t.has(key) ? t(key) : id
}
