import { Temporal } from 'temporal-polyfill'

// Prisma speaks Date, everything else speaks Temporal: they meet here only.
export const toDate = (instant: Temporal.Instant): Date => new Date(instant.epochMilliseconds)
export const toInstant = (date: Date): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(date.getTime())
export const toIso = (instant: Temporal.Instant): string => instant.toString({ smallestUnit: 'millisecond' })
