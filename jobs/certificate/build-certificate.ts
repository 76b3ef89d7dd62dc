import { signJws } from '#crypto/signing.ts'
import {
  Certificate,
  type CollectionResult,
  certificateSchema,
  type SourceResult,
} from '#domain/certificate/certificate.ts'
import { namesSubject } from '#domain/certificate/names-subject.ts'
import { collectionOutcome, isProven } from '#domain/certificate/outcome.ts'
import { ok, type Result, refuse } from '#domain/result.ts'

type Outcomeless = Omit<CollectionResult, 'outcome'>
type SourceFacts = Omit<SourceResult, 'collections'> & { collections: Outcomeless[] }

export type CertificateInput = {
  facts: Omit<Certificate, 'schema' | 'sources'> & { sources: SourceFacts[] }
  /** The subject's contacts and full name, in clear: used only to refuse a certificate in which one of them stands. */
  neverContains: readonly string[]
  key: Parameters<typeof signJws>[1]
}

export type CertificateRefusal = 'not_proven' | 'names_the_subject'

/**
 * Assembles and signs a certificate: compact JWS, Ed25519. Refuses when a row's fate is open or was not read again.
 * Throws a ZodError when the facts do not have the certificate's shape.
 */
export async function buildCertificate({
  facts,
  neverContains,
  key,
}: CertificateInput): Promise<Result<{ certificate: Certificate; jws: string }, CertificateRefusal>> {
  const isWhole = ({ collections, proof }: SourceFacts) => collections.every((result) => isProven(result, proof))
  if (!facts.sources.every(isWhole)) return refuse('not_proven')
  const certificate = Certificate.parse({
    ...facts,
    schema: certificateSchema,
    sources: facts.sources.map((source) => ({
      ...source,
      collections: source.collections.map((result) => ({ ...result, outcome: collectionOutcome(result) })),
    })),
  })
  if (names(certificate, neverContains)) return refuse('names_the_subject')
  return ok({ certificate, jws: await signJws(certificate, key, certificateSchema) })
}

/** Looks where somebody's own words go that were written for this very request; a map's words are everybody's. */
function names({ sources, held, retained, recipients }: Certificate, terms: readonly string[]): boolean {
  const answering = new Set(sources.flatMap(({ key, proof }) => (proof === 'read_again' ? [] : [key])))
  const words = [
    ...held.map(({ why }) => why),
    ...retained.flatMap(({ source, basis, article }) => (answering.has(source) ? [basis, article] : [])),
    ...recipients.map(({ answer }) => answer ?? ''),
  ]
  return words.some((text) => namesSubject(text, terms))
}
