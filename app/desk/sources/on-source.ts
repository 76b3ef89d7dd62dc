import type { Params } from '#app/_server/handle.ts'
import { SIGN_IN, staffActor } from '#app/_server/staff.ts'

/** Parts of a source's page; each is an address. */
export const SOURCE_TABS = ['state', 'map', 'versions', 'preview', 'facts'] as const
export type SourceTab = (typeof SOURCE_TABS)[number]

export const SOURCE_DONE = ['changed', 'same', 'mapped'] as const

export const sourceAddress = (sourceId: string, tab: SourceTab = 'state'): string =>
  `/desk/sources/${encodeURIComponent(sourceId)}${tab === 'state' ? '' : `/${tab}`}`

export const checkAddress = (sourceId: string, checkId: string): string =>
  `${sourceAddress(sourceId)}/checks/${encodeURIComponent(checkId)}`

/** A form of the desk about a source. */
export const byStaff = { actor: staffActor, signIn: SIGN_IN } as const

/** A form that puts a question to a source; its answer has a page of its own. */
export const asking = (tab: SourceTab) => ({
  ...byStaff,
  fromPath: ['sourceId'],
  refusals: { not_found: 404, check_running: 409, no_map: 409, not_readable: 409 } as const,
  page: ({ sourceId = '' }: Params) => sourceAddress(sourceId, tab),
  done: ({ checkId }: { checkId: string }, { sourceId = '' }: Params) => ({
    location: checkAddress(sourceId, checkId),
  }),
})

/** A map is as long as its database is wide; the gate lets no more than this through. */
export const MOST_MAP_BYTES = 1_000_000
