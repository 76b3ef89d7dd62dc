import { sweepVault } from '#data/vault/sweep.ts'
import { defineSchedule } from './define.ts'

export const sweepVaultFiles = defineSchedule({
  name: 'sweep-vault',
  everyMs: 3_600_000,
  lane: 'swift',
  retry: { attempts: 1, delayMs: 0 },
  async run({ now }) {
    await sweepVault(now())
  },
})
