/** What a source can be, and the schemes of its address. `http` and `manual` answer for themselves; the others are read. */
export const SCHEMES = {
  postgres: ['postgres', 'postgresql'],
  mysql: ['mysql', 'mariadb'],
  mongodb: ['mongodb', 'mongodb+srv'],
  http: ['https'],
  manual: [],
} as const satisfies Record<string, readonly string[]>

export type SourceKind = keyof typeof SCHEMES
export const SOURCE_KINDS = Object.keys(SCHEMES) as SourceKind[]

/** Whether it is a database that a worker reads. */
export const isQueried = (kind: string): boolean => kind === 'postgres' || kind === 'mysql' || kind === 'mongodb'

export const SOURCE_STATES = ['unchecked', 'fine', 'problems', 'drifted', 'unreachable'] as const
export type SourceState = (typeof SOURCE_STATES)[number]
