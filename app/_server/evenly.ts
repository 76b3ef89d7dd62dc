import { setTimeout } from 'node:timers/promises'

/** Answers no sooner than `floorMs`, so that time does not tell which of two ways was taken. */
export const evenly =
  <Given extends unknown[], T>(floorMs: number, verb: (...given: Given) => Promise<T>) =>
  async (...given: Given): Promise<T> =>
    (await Promise.all([verb(...given), setTimeout(floorMs)]))[0]
