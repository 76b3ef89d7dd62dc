import type { Temporal } from 'temporal-polyfill'
import type { SigningKey } from '#crypto/signing.ts'
import { transact } from '#data/db.ts'
import { toInstant } from '#data/instant.ts'
import { openRequestKey } from '#data/keys/request-key.ts'
import { openSigningKey } from '#data/signing-keys/open.ts'
import type { Actor } from '#domain/actor.ts'
import type { Locale } from '#domain/filing.ts'
import type { Right } from '#domain/request.ts'
import type { Controller, Recipient, VaultFile } from '#prisma/generated/client.ts'

export type FoundCollection = {
  source: string
  collection: string
  yaml: string
  types: Record<string, string>
  file: VaultFile
}

/** What a package is made of. Personal: it stays in memory. */
export type PackageMaterial = {
  request: {
    id: string
    controllerId: string
    reference: string
    right: Right
    locale: Locale
    verifiedAt: Temporal.Instant
  }
  controller: Controller
  recipients: Recipient[]
  collections: FoundCollection[]
  key: Uint8Array
  signingKey: SigningKey
}

/** @returns null when there is nothing to build: another right, built already and not asked for again, or shredded */
export const findPackageMaterial = (actor: Actor, requestId: string): Promise<PackageMaterial | null> =>
  transact(actor, async (tx) => {
    const request = await tx.request.findUniqueOrThrow({
      where: { id: requestId },
      include: {
        controller: true,
        packages: { select: { renewingSince: true } },
        findings: {
          include: { file: true, task: { include: { source: true, dataset: true } } },
          orderBy: { collection: 'asc' },
        },
      },
    })
    const delivers = request.right === 'access' || request.right === 'portability'
    const key = await openRequestKey(tx, request)
    const [pack] = request.packages
    const isWanted = pack ? pack.renewingSince !== null : request.status === 'executing'
    if (!delivers || !isWanted || !key) return null
    return {
      request: {
        id: request.id,
        controllerId: request.controllerId,
        reference: request.reference,
        right: request.right as Right,
        locale: request.locale as Locale,
        verifiedAt: toInstant(request.verifiedAt ?? request.receivedAt),
      },
      controller: request.controller,
      recipients: await tx.recipient.findMany({
        where: { controllerId: request.controllerId },
        orderBy: { name: 'asc' },
      }),
      collections: request.findings.map(({ collection, types, file, task }) => ({
        source: task.source.key,
        collection,
        yaml: task.dataset.yaml,
        types: types as Record<string, string>,
        file,
      })),
      key,
      signingKey: await openSigningKey(tx),
    }
  })
