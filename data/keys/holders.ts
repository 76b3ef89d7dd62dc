import { open, SealError, seal, unwrapKey, wrapKey } from '#crypto/sealing.ts'
import { disputeContext } from '#data/corrections/dispute.ts'
import type { Tx } from '#data/db.ts'
import { draftContext } from '#data/drafts/draft.ts'
import { totpContext } from '#data/sessions/totp-seal.ts'
import { connectionContext } from '#data/sources/connect.ts'
import type { ControllerKeys } from './controller-keys.ts'
import { keyContext, type Owner } from './request-key.ts'

type Sealed = Uint8Array<ArrayBuffer>
type Page = { after: string; take: number }

/** One kind of row that holds something sealed under the controller's key. */
export type Holder = {
  page: (tx: Tx, controllerId: string, page: Page) => Promise<{ id: string; sealed: Sealed }[]>
  /** @returns null when it is under the key in use already */
  reseal: (keys: ControllerKeys, owner: Owner, sealed: Sealed) => Promise<Sealed | null>
  /** @returns 1, or 0 when the row no longer holds what was read */
  put: (tx: Tx, id: string, read: Sealed, anew: Sealed) => Promise<number>
}

type How = {
  open: (key: Uint8Array, sealed: Uint8Array, context: Record<string, string>) => Promise<Uint8Array>
  seal: (key: Uint8Array, content: Uint8Array, context: Record<string, string>) => Promise<Sealed>
}
const asData: How = { open, seal }
const asKey: How = { open: unwrapKey, seal: wrapKey }

const resealing =
  (how: How, contextOf: (owner: Owner) => Record<string, string>): Holder['reseal'] =>
  async ({ wrapping, retiring }, owner, sealed) => {
    const context = contextOf(owner)
    const isAnew = await how.open(wrapping, sealed, context).then(
      () => true,
      (fault: unknown) => {
        if (fault instanceof SealError && retiring) return false
        throw fault
      },
    )
    return isAnew || !retiring ? null : how.seal(wrapping, await how.open(retiring, sealed, context), context)
  }

/** Everything that a controller's key seals. Whoever seals something else under it adds it here. */
export const HOLDERS: readonly Holder[] = [
  {
    page: async (tx, controllerId, { after, take }) =>
      (
        await tx.requestKey.findMany({
          where: { controllerId, requestId: { gt: after } },
          orderBy: { requestId: 'asc' },
          take,
        })
      ).map(({ requestId, wrapped }) => ({ id: requestId, sealed: wrapped })),
    reseal: resealing(asKey, keyContext),
    put: async (tx, requestId, wrapped, anew) =>
      (await tx.requestKey.updateMany({ where: { requestId, wrapped }, data: { wrapped: anew } })).count,
  },
  {
    page: async (tx, controllerId, { after, take }) =>
      (await tx.source.findMany({ where: { controllerId, id: { gt: after } }, orderBy: { id: 'asc' }, take })).map(
        ({ id, sealedConnection }) => ({ id, sealed: sealedConnection }),
      ),
    reseal: resealing(asData, ({ controllerId, id }) => connectionContext(controllerId, id)),
    put: async (tx, id, sealedConnection, anew) =>
      (await tx.source.updateMany({ where: { id, sealedConnection }, data: { sealedConnection: anew } })).count,
  },
  {
    page: (tx, controllerId, { after, take }) =>
      tx.dispute.findMany({
        where: { controllerId, id: { gt: after } },
        orderBy: { id: 'asc' },
        take,
        select: { id: true, sealed: true },
      }),
    reseal: resealing(asData, disputeContext),
    put: async (tx, id, sealed, anew) =>
      (await tx.dispute.updateMany({ where: { id, sealed }, data: { sealed: anew } })).count,
  },
  {
    page: async (tx, controllerId, { after, take }) =>
      (
        await tx.user.findMany({
          where: { controllerId, id: { gt: after }, sealedTotp: { not: null } },
          orderBy: { id: 'asc' },
          take,
        })
      ).flatMap(({ id, sealedTotp }) => (sealedTotp ? [{ id, sealed: sealedTotp }] : [])),
    reseal: resealing(asData, ({ controllerId, id }) => totpContext({ controllerId, userId: id })),
    put: async (tx, id, sealedTotp, anew) =>
      (await tx.user.updateMany({ where: { id, sealedTotp }, data: { sealedTotp: anew } })).count,
  },
  {
    page: (tx, controllerId, { after, take }) =>
      tx.draft.findMany({
        where: { controllerId, id: { gt: after } },
        orderBy: { id: 'asc' },
        take,
        select: { id: true, sealed: true },
      }),
    reseal: resealing(asData, ({ controllerId, id }) => draftContext(controllerId, id)),
    put: async (tx, id, sealed, anew) =>
      (await tx.draft.updateMany({ where: { id, sealed }, data: { sealed: anew } })).count,
  },
]
