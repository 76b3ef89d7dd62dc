import { beforeAll, describe, expect, test } from 'vitest'
import { signCheckpoint } from '#crypto/checkpoint.ts'
import { commit, newCommitmentSalt } from '#crypto/commitment.ts'
import { inclusionProof, leafHash, treeRoot } from '#crypto/merkle.ts'
import { newSigningKey } from '#crypto/signing.ts'
import { verifyCertificate } from '#domain/certificate/verify.ts'
import { publishedSchemas } from '#domain/published-schemas.ts'
import { validate } from '../package/test-package.ts'
import { buildCertificate, type CertificateInput } from './build-certificate.ts'
import { renderCertificatePdf } from './certificate-pdf.tsx'

let key: Awaited<ReturnType<typeof newSigningKey>>
beforeAll(async () => {
  key = await newSigningKey()
})

const origin = 'hak.nusantara.example/toko-sejahtera'
const text64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

function logPosition(leafIndex: number, treeSize: number): CertificateInput['facts']['log'] {
  const leaves = Array.from({ length: treeSize }, (_, index) => leafHash(`event ${index}`))
  return {
    origin,
    leafIndex,
    treeSize,
    leafHash: text64(leafHash(`event ${leafIndex}`)),
    proof: inclusionProof(leafIndex, leaves).map(text64),
    checkpoint: signCheckpoint({ origin, size: treeSize, root: treeRoot(leaves) }, key.privateJwk),
  }
}

const row = (
  name: string,
  counts: Partial<Record<'erased' | 'changed' | 'kept' | 'held', number>>,
  method = 'delete',
) => {
  const { erased = 0, changed = 0, kept = 0, held = 0 } = counts
  const found = erased + changed + kept + held
  return { name, found, erased, changed, kept, held, verifiedGone: erased + changed > 0, method }
}

const at = (time: string) => `2026-11-21T${time}+07:00`
const facts = (changes: Partial<CertificateInput['facts']> = {}): CertificateInput['facts'] => ({
  id: '0d9a3c52-6f0e-4d6b-9d0b-1f2a3b4c5d6e',
  kind: 'erasure',
  issuer: { name: 'Nusantara Cloud', contact: 'privasi@nusantara.example · Jl. Jenderal Sudirman 1, Jakarta' },
  controller: { name: 'Toko Sejahtera', contact: 'privasi@toko.example', dpo: 'Ratna Dewi' },
  reference: 'HK-7K4Q-2MPX',
  right: 'erasure',
  law: 'UU 27/2022',
  article: 'Pasal 43 ayat (1) huruf c',
  subjectCommitment: commit(newCommitmentSalt(), 'budi@contoh.example'),
  times: {
    zone: 'Asia/Jakarta',
    receivedAt: '2026-11-18T15:04:00+07:00',
    approvedAt: at('09:00:00'),
    executedAt: at('10:00:00'),
    verifiedAt: at('10:01:30'),
    issuedAt: at('10:02:00'),
  },
  sources: [
    {
      key: 'shop',
      name: 'Basis data toko',
      kind: 'PostgreSQL',
      region: 'Jakarta, ID',
      backupsUntil: '2026-12-21',
      startedAt: at('10:00:00'),
      endedAt: at('10:00:04'),
      collections: [
        row('customers', { erased: 1 }),
        row('customer_delivery_addresses', { erased: 2, held: 1 }),
        row('orders', { changed: 14 }, 'null, hash'),
        row('invoices', { kept: 14 }, 'keep'),
        row('support_tickets', { erased: 3 }),
        row('reviews', {}),
      ],
    },
    {
      key: 'crm',
      name: 'CRM pemasaran',
      kind: 'HTTP',
      region: 'Singapura, SG',
      backupsUntil: null,
      startedAt: at('10:00:05'),
      endedAt: at('10:01:10'),
      collections: [row('contacts', { erased: 1 })],
    },
  ],
  retained: [
    {
      source: 'shop',
      collection: 'invoices',
      count: 14,
      categories: ['user.payment'],
      basis: 'Pembukuan perpajakan',
      article: 'UU KUP pasal 28 ayat (11)',
      until: '2036-12-31',
    },
  ],
  held: [
    {
      source: 'shop',
      collection: 'customer_delivery_addresses',
      count: 1,
      reason: 'shared_with_another_person',
      why: 'Alamat yang juga dipakai akun lain',
    },
  ],
  recipients: [
    { name: 'Kurir Cepat', instructedAt: at('09:30:00'), answeredAt: at('09:58:00'), answer: 'Dihapus' },
    { name: 'Surat Kilat', instructedAt: at('09:30:00'), answeredAt: null, answer: null },
  ],
  log: logPosition(41, 77),
  limits: [
    {
      id: 'Salinan cadangan dapat masih ada sampai 21 Desember 2026. Data yang dipulihkan dari cadangan akan dihapus kembali.',
      en: 'Backup copies may exist until 21 December 2026. Data restored from a backup is erased again.',
    },
    {
      id: 'Surat Kilat belum menjawab saat berita acara ini terbit.',
      en: 'Surat Kilat had not answered when this was issued.',
    },
  ],
  supersedes: null,
  ...changes,
})

const build = (
  changes: Partial<CertificateInput['facts']> = {},
  neverContains: string[] = ['budi@contoh.example', 'Budi'],
) => buildCertificate({ facts: facts(changes), neverContains, key })

async function built() {
  const certificate = await build()
  if (!certificate.ok) throw new Error(certificate.reason)
  return certificate.value
}

describe('a certificate', () => {
  test('built with our log and key passes the public verifier', async () => {
    const { jws, certificate } = await built()
    const verdict = await verifyCertificate(jws, { keys: [key.publicJwk] })
    expect(verdict).toMatchObject({ status: 'valid', kid: key.kid })
    const form = JSON.stringify(publishedSchemas['/schemas/evidence/1/certificate.json'])
    expect(validate(form, certificate)).toEqual([])
  })

  test('says the outcome that its counts say', async () => {
    const { certificate } = await built()
    expect(certificate.sources[0]?.collections.map(({ outcome }) => outcome)).toEqual([
      'erased',
      'partly_kept',
      'changed',
      'kept',
      'erased',
      'not_found',
    ])
  })

  test('is refused while a row’s fate is open, or was not read again', async () => {
    const source = facts().sources[0]
    if (!source) throw new Error('a source')
    for (const result of [
      { ...row('customers', { erased: 1 }), found: 2 },
      { ...row('customers', { erased: 1 }), verifiedGone: false },
    ])
      expect(await build({ sources: [{ ...source, collections: [result] }] })).toEqual({
        ok: false,
        reason: 'not_proven',
      })
  })

  test('is refused when someone’s own words name the subject, but not for a namesake company', async () => {
    const [recipient] = facts().recipients
    if (!recipient) throw new Error('a recipient')
    for (const answer of ['Data BUDI@contoh.example sudah dihapus', 'sudah, milik Budi.'])
      expect(await build({ recipients: [{ ...recipient, answer }] })).toEqual({
        ok: false,
        reason: 'names_the_subject',
      })
    expect(await build({}, ['Sejahtera', 'Nusa', ''])).toMatchObject({ ok: true })
  })

  test('does not take facts of another shape', async () => {
    await expect(build({ reference: 'Budi Santoso' })).rejects.toThrow()
  })

  test('renders as a PDF, with the salt on the subject’s own copy only', { timeout: 30_000 }, async () => {
    const { certificate, jws } = await built()
    const input = { certificate, jws, kid: key.kid, verifyUrl: 'https://hak.nusantara.example/verify' }
    const [archive, own] = [
      await renderCertificatePdf({ ...input, subjectSalt: null }),
      await renderCertificatePdf({ ...input, subjectSalt: 'garam-milik-anda' }),
    ]
    expect(archive.subarray(0, 5).toString()).toBe('%PDF-')
    expect(own.length).not.toBe(archive.length)
  })
})
