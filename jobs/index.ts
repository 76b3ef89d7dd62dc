import type { Job } from './define.ts'

/** Every job there is. A job missing here does not exist. */
export const JOBS: readonly Job[] = []
