import { createHash } from 'node:crypto'
import { Document, Page, renderToBuffer, Text, View } from '@react-pdf/renderer'
import type { Certificate, Words } from '#domain/certificate/certificate.ts'
import { kindWords, rightWords } from '#domain/certificate/wording.ts'
import { Both, Fact, Heading, QrCode } from './pdf-parts.tsx'
import { Kept, Recipients, Sources } from './pdf-results.tsx'
import { style } from './pdf-style.ts'
import { spokenTime } from './spoken-time.ts'

export type CertificatePdfInput = {
  certificate: Certificate
  /** The signed certificate that this document renders, and the id of its key. */
  jws: string
  kid: string
  /** The public verify page; never with anything about the request in it. */
  verifyUrl: string
  /** Printed on the data subject's own copy only; null on every other. */
  subjectSalt: string | null
}

/** The bilingual berita acara (PP 33/2026 art. 86) of a signed certificate, as an A4 PDF. */
export const renderCertificatePdf = (input: CertificatePdfInput): Promise<Buffer> =>
  renderToBuffer(<CertificateDocument {...input} />)

function CertificateDocument({ certificate, jws, kid, verifyUrl, subjectSalt }: CertificatePdfInput) {
  const { id, kind, issuer, reference, times, supersedes } = certificate
  const act = kindWords[kind]
  const issuedAt = new Date(times.issuedAt)
  const title = `Berita Acara ${capital(act.id)} Data Pribadi`
  return (
    <Document
      title={`${title} ${reference}`}
      author={issuer.name}
      language="id"
      creationDate={issuedAt}
      modificationDate={issuedAt}
    >
      <Page size="A4" style={style.page}>
        <View style={style.footer} fixed>
          <Text>
            {title} · {reference}
          </Text>
          <Text render={({ pageNumber, totalPages }) => `${pageNumber} / ${totalPages}`} />
        </View>
        <View style={style.letterhead}>
          <Text style={style.issuer}>{issuer.name}</Text>
          <Text style={style.soft}>{issuer.contact}</Text>
        </View>
        <View style={style.rule} />
        <Text style={style.title}>{title.toUpperCase()}</Text>
        <Text style={style.subtitle}>Official report on the {act.en} of personal data</Text>
        <Text style={style.number}>Nomor / No. {id}</Text>
        <Opening certificate={certificate} />
        {supersedes === null ? null : (
          <Fact term={{ id: 'Menggantikan berita acara', en: 'Replaces certificate' }}>
            <Text style={style.mono}>{supersedes}</Text>
          </Fact>
        )}
        <Facts certificate={certificate} subjectSalt={subjectSalt} />
        <Sources certificate={certificate} />
        <Kept certificate={certificate} />
        <Recipients certificate={certificate} />
        <Limits limits={certificate.limits} />
        <Proof certificate={certificate} jws={jws} kid={kid} verifyUrl={verifyUrl} />
      </Page>
    </Document>
  )
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

function Opening({ certificate: { kind, issuer, controller, reference, times } }: { certificate: Certificate }) {
  const time = spokenTime(times.issuedAt, times.zone)
  return (
    <View>
      <Text style={style.opening}>
        Pada hari {time.id}, kami, {issuer.name}, menyatakan telah melaksanakan {kindWords[kind].id} Data Pribadi atas
        nama Pengendali Data Pribadi {controller.name}, menurut permohonan nomor {reference}, dengan hasil sebagai
        berikut.
      </Text>
      <Text style={[style.english, { marginTop: 3, textAlign: 'justify' }]}>
        On {time.en}, we, {issuer.name}, declare that we carried out the {kindWords[kind].en} of personal data on behalf
        of the controller {controller.name}, upon request number {reference}, with the following result.
      </Text>
    </View>
  )
}

function Facts({ certificate, subjectSalt }: { certificate: Certificate; subjectSalt: string | null }) {
  const { controller, right, law, article, times, subjectCommitment } = certificate
  const moments: [Words, string][] = [
    [{ id: 'Permohonan diterima', en: 'Request received' }, times.receivedAt],
    [{ id: 'Disetujui', en: 'Approved' }, times.approvedAt],
    [{ id: 'Dilaksanakan', en: 'Carried out' }, times.executedAt],
    [{ id: 'Dibaca ulang dan terbukti', en: 'Read again and proven' }, times.verifiedAt],
  ]
  return (
    <View>
      <Heading number={1} words={{ id: 'Dasar dan pihak', en: 'Grounds and parties' }} />
      <Fact term={{ id: 'Pengendali Data Pribadi', en: 'Controller' }}>
        <Text style={style.strong}>{controller.name}</Text>
        <Text style={style.soft}>
          {controller.contact} · PPDP / DPO: {controller.dpo}
        </Text>
      </Fact>
      <Fact term={{ id: 'Hak dan dasar hukum', en: 'Right and legal ground' }}>
        <Both words={rightWords[right]} strong />
        <Text style={style.soft}>
          {law}, {article}
        </Text>
      </Fact>
      {moments.map(([term, at]) => (
        <Fact key={term.en} term={term}>
          <Text>{spokenTime(at, times.zone).id}</Text>
          <Text style={style.english}>{spokenTime(at, times.zone).en}</Text>
        </Fact>
      ))}
      <Fact term={{ id: 'Subjek Data Pribadi (komitmen bergaram)', en: 'Data subject (salted commitment)' }}>
        <Text style={style.mono}>{subjectCommitment}</Text>
        {subjectSalt === null ? null : (
          <>
            <Both words={{ id: 'Garam, hanya pada salinan Anda', en: 'Salt, on your copy only' }} />
            <Text style={style.mono}>{subjectSalt}</Text>
          </>
        )}
      </Fact>
    </View>
  )
}

const Limits = ({ limits }: { limits: Words[] }) => (
  <View>
    <Heading number={5} words={{ id: 'Batas pernyataan ini', en: 'Limits of this statement' }} />
    {limits.map(({ id, en }) => (
      <View key={id} style={style.limit} wrap={false}>
        <Text>•</Text>
        <View style={{ flex: 1 }}>
          <Text>{id}</Text>
          <Text style={style.english}>{en}</Text>
        </View>
      </View>
    ))}
  </View>
)

function Proof({ certificate, jws, kid, verifyUrl }: Omit<CertificatePdfInput, 'subjectSalt'>) {
  const { issuer, log, times } = certificate
  const lines: [Words, string][] = [
    [{ id: 'Kunci (RFC 7638)', en: 'Key id' }, kid],
    [{ id: 'Sidik jari berkas .jws (SHA-256)', en: 'Fingerprint of the .jws file' }, fingerprint(jws)],
    [{ id: 'Log audit', en: 'Audit log' }, `${log.origin}, ${log.leafIndex + 1} / ${log.treeSize}`],
  ]
  return (
    <View style={style.proof} wrap={false}>
      <View style={style.proofText}>
        <Text style={style.heading}>Ditandatangani secara elektronik oleh {issuer.name}</Text>
        <Text style={style.english}>Signed electronically (Ed25519), {spokenTime(times.issuedAt, times.zone).en}</Text>
        {lines.map(([term, value]) => (
          <View key={term.en}>
            <Both words={term} />
            <Text style={style.mono}>{value}</Text>
          </View>
        ))}
        <Both
          words={{
            id: 'Yang bertanda tangan adalah berkas .jws; PDF ini untuk dibaca. Periksa berkas itu di:',
            en: 'The .jws file carries the signature; this PDF is for reading. Check that file at:',
          }}
        />
        <Text style={style.mono}>{verifyUrl}</Text>
      </View>
      <QrCode url={verifyUrl} size={104} />
    </View>
  )
}

/** Hex in groups of eight, for comparing by eye. */
const fingerprint = (jws: string) => (createHash('sha256').update(jws).digest('hex').match(/.{8}/g) ?? []).join(' ')
