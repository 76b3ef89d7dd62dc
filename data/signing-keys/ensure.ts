import type { Temporal } from 'temporal-polyfill'
import { sealJson } from '#crypto/sealing.ts'
import { newSigningKey } from '#crypto/signing.ts'
import { withoutScope } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { masterKey } from '#data/master-key.ts'

export const signingKeyContext = (kid: string) => ({ kid, class: 'signing-key' })

/** Makes the key that signs evidence, unless there is one; several processes at once end with one key in use. */
export const ensureSigningKey = (now: Temporal.Instant): Promise<void> =>
  withoutScope(async (tx) => {
    await tx.$queryRaw`select pg_advisory_xact_lock(hashtext('hakku signing key'))::text`
    if (await tx.signingKey.findFirst({ where: { retiredAt: null }, select: { kid: true } })) return
    const { kid, publicJwk, privateJwk } = await newSigningKey()
    await tx.signingKey.create({
      data: {
        kid,
        publicJwk,
        sealedPrivate: await sealJson(masterKey().key, privateJwk, signingKeyContext(kid)),
        createdAt: toDate(now),
      },
    })
  })
