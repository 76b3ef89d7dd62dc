import { Temporal } from 'temporal-polyfill'

export const now = () => Temporal.Now.instant()
