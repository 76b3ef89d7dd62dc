import type { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import type { SigningKey } from '#crypto/signing.ts'
import { type Dispute, findDisputes } from '#data/corrections/dispute.ts'
import { type Tx, transact } from '#data/db.ts'
import { collectionOf } from '#data/findings/labels.ts'
import { toInstant } from '#data/instant.ts'
import { type Owner, openJsonFor, openRequestKey } from '#data/keys/request-key.ts'
import { findRedactions } from '#data/redactions/find.ts'
import { openSigningKey } from '#data/signing-keys/open.ts'
import type { Actor } from '#domain/actor.ts'
import type { Collection } from '#domain/dataset/dataset.ts'
import type { Locale } from '#domain/filing.ts'
import type { HistoryEntry, Recipient } from '#domain/package/manifest.ts'
import type { RecipientKind } from '#domain/recipient.ts'
import type { Redaction } from '#domain/redaction.ts'
import type { Right } from '#domain/request.ts'
import type { Controller, Prisma, VaultFile } from '#prisma/generated/client.ts'
import { findHistory } from './find-history.ts'

export type { Dispute }

export type FoundCollection = {
  source: string
  collection: string
  known: Collection
  rows: number
  types: Record<string, string>
  redactions: Redaction[]
  file: VaultFile
}

export type FoundDocument = { id: string; name: string; mediaType: string; file: VaultFile }

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
  /** `sources`: keys of those it gets data from; none is every one */
  recipients: (Recipient & { sources: string[] })[]
  history: HistoryEntry[]
  /** what the person disputes and nobody could replace */
  disputes: Dispute[]
  /** files that people handed over with their answers */
  documents: FoundDocument[]
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
      recipients: await findRecipients(tx, request.controllerId),
      history: await findHistory(tx, request, request.controller.zone),
      collections: await Promise.all(request.findings.map((finding) => foundCollection(tx, key, finding))),
      disputes: await findDisputes(tx, request),
      documents: await findDocuments(tx, key, request),
      key,
      signingKey: await openSigningKey(tx),
    }
  })

type Finding = Prisma.FindingGetPayload<{
  include: { file: true; task: { include: { source: true; dataset: true } } }
}>

async function foundCollection(tx: Tx, key: Uint8Array, finding: Finding): Promise<FoundCollection> {
  const { collection, types, file, rows, task } = finding
  const known = collectionOf(finding)
  if (!known) throw new Error(`no dataset describes ${collection}`)
  return {
    ...{ source: task.source.key, collection, known, rows, file },
    types: types as Record<string, string>,
    redactions: await findRedactions(tx, key, finding),
  }
}

async function findRecipients(tx: Tx, controllerId: string): Promise<PackageMaterial['recipients']> {
  const recipients = await tx.recipient.findMany({
    where: { controllerId, endedAt: null },
    include: { sources: { include: { source: { select: { key: true } } } } },
    orderBy: { name: 'asc' },
  })
  return recipients.map(({ name, kind, region, receives, safeguards, sources }) => ({
    ...{ name, kind: kind as RecipientKind, region },
    receives: receives || null,
    safeguards: safeguards || null,
    sources: sources.map(({ source }) => source.key),
  }))
}

async function findDocuments(tx: Tx, key: Uint8Array, request: Owner): Promise<FoundDocument[]> {
  const rows = await tx.document.findMany({
    where: { requestId: request.id, inquiry: { action: 'collect', state: 'answered' } },
    include: { file: true },
    orderBy: [{ addedAt: 'asc' }, { id: 'asc' }],
  })
  return Promise.all(
    rows.map(async ({ id, mediaType, sealedName, file }) => ({
      ...{ id, mediaType, file },
      name: z.string().parse(await openJsonFor(key, request, 'document-name', sealedName)),
    })),
  )
}
