import { Text, View } from '@react-pdf/renderer'
import type { Certificate, CollectionResult, Proof, SourceResult, Words } from '#domain/certificate/certificate.ts'
import { answerWords, holdWords, methodWords, outcomeWords, proofWords } from '#domain/certificate/wording.ts'
import { categoryWords } from '../package/reader-words.ts'
import { Details } from './pdf-details.tsx'
import { Both, type Column, Heading, Table } from './pdf-parts.tsx'
import { style } from './pdf-style.ts'
import { spokenDate, spokenDates, spokenTime } from './spoken-time.ts'

const resultColumns: Column[] = [
  { words: { id: 'Kumpulan data', en: 'Collection' }, width: '21%' },
  { words: { id: 'Ditemukan', en: 'Found' }, width: '11%', number: true },
  { words: { id: 'Dihapus', en: 'Erased' }, width: '10%', number: true },
  { words: { id: 'Diubah', en: 'Changed' }, width: '9%', number: true },
  { words: { id: 'Disimpan', en: 'Kept' }, width: '10%', number: true },
  { words: { id: 'Ditahan', en: 'Held' }, width: '9%', number: true },
  { words: { id: 'Cara', en: 'Method' }, width: '14%' },
  { words: { id: 'Hasil', en: 'Outcome' }, width: '16%' },
]

export function Sources({ certificate: { sources, times } }: { certificate: Certificate }) {
  return (
    <View>
      <Heading number={2} words={{ id: 'Hasil per sistem', en: 'Result per system' }} />
      {sources.map((source) => (
        <View key={source.key}>
          <View style={style.source} wrap={false} minPresenceAhead={50}>
            <Text>
              <Text style={style.strong}>{source.name}</Text>
              <Text style={style.soft}>
                {' '}
                · {source.kind} · {source.region} · {span(source, times.zone)}
              </Text>
            </Text>
            <Both words={backupWords(source.backupsUntil)} />
          </View>
          <Table
            columns={resultColumns}
            rows={source.collections.map((result) => [
              result.name,
              ...[result.found, result.erased, result.changed, result.kept, result.held].map(String),
              result.found === 0 ? '–' : methodOf(result.method),
              outcomeOf(result, source.proof),
            ])}
          />
          <Details source={source} zone={times.zone} />
        </View>
      ))}
    </View>
  )
}

function span({ startedAt, endedAt }: SourceResult, zone: string): string {
  const [start, end] = [spokenTime(startedAt, zone).short, spokenTime(endedAt, zone).short]
  return start === end ? start : `${start} – ${end}`
}

const backupWords = (until: string | null): Words =>
  until === null
    ? { id: 'Tidak ada salinan cadangan.', en: 'No backup copies.' }
    : {
        id: `Salinan cadangan habis paling lambat ${spokenDate(until).id}.`,
        en: `Backup copies gone by ${spokenDate(until).en}.`,
      }

function outcomeOf({ outcome, erased, changed, verifiedGone }: CollectionResult, proof: Proof = 'read_again'): Words {
  const { id, en } = outcomeWords[outcome]
  const isSaid = proof === 'stated' && erased + changed > 0
  return verifiedGone || isSaid
    ? { id: `${id}, ${proofWords[proof].id}`, en: `${en}, ${proofWords[proof].en}` }
    : { id, en }
}

/** The connector's words, several joined by commas, as people say them. */
function methodOf(method: string): Words {
  const words = method.split(', ').map((each) => methodWords[each] ?? { id: each, en: each })
  return { id: words.map(({ id }) => id).join(', '), en: words.map(({ en }) => en).join(', ') }
}

export function Kept({ certificate: { retained, held, sources } }: { certificate: Certificate }) {
  const nameOf = (key: string) => sources.find((source) => source.key === key)?.name ?? key
  return (
    <View>
      <Heading number={3} words={{ id: 'Data yang tetap disimpan atau ditahan', en: 'Data kept or held' }} />
      {retained.length + held.length === 0 ? <Both words={{ id: 'Tidak ada.', en: 'None.' }} /> : null}
      {retained.length === 0 ? null : (
        <Table
          columns={[
            { words: { id: 'Kumpulan data', en: 'Collection' }, width: '24%' },
            { words: { id: 'Jumlah', en: 'Count' }, width: '9%', number: true },
            { words: { id: 'Jenis', en: 'Categories' }, width: '19%' },
            { words: { id: 'Dasar penyimpanan', en: 'Basis' }, width: '30%' },
            { words: { id: 'Sampai', en: 'Until' }, width: '18%' },
          ]}
          rows={retained.map(({ source, collection, count, categories, basis, article, from, until }) => [
            `${nameOf(source)} / ${collection}`,
            String(count),
            kindsOf(categories),
            basis === article ? basis : `${basis} (${article})`,
            from === undefined ? spokenDate(until) : spokenDates(from, until),
          ])}
        />
      )}
      {held.length === 0 ? null : (
        <View style={{ marginTop: 6 }}>
          <Table
            columns={[
              { words: { id: 'Kumpulan data', en: 'Collection' }, width: '24%' },
              { words: { id: 'Jumlah', en: 'Count' }, width: '9%', number: true },
              { words: { id: 'Ditahan karena', en: 'Held because' }, width: '27%' },
              { words: { id: 'Penjelasan', en: 'Explanation' }, width: '40%' },
            ]}
            rows={held.map(({ source, collection, count, reason, why, until, fields = [] }) => [
              [`${nameOf(source)} / ${collection}`, ...fields].join('.'),
              String(count),
              holdWords[reason],
              reason === 'legal_hold' ? holdUntil(why, until ?? null) : why,
            ])}
          />
        </View>
      )}
    </View>
  )
}

/** Kinds of data as people name them, each once. */
function kindsOf(categories: readonly string[]): Words {
  const named = (locale: keyof Words) => [...new Set(categories.map((each) => categoryWords(each)[locale]))].join(', ')
  return { id: named('id') || '–', en: named('en') || '–' }
}

const holdUntil = (basis: string, until: string | null): Words =>
  until === null
    ? { id: `${basis}, sampai dicabut`, en: 'until it is lifted' }
    : { id: `${basis}, sampai ${spokenDate(until).id}`, en: `until ${spokenDate(until).en}` }

export function Recipients({ certificate: { recipients, times } }: { certificate: Certificate }) {
  return (
    <View>
      <Heading
        number={4}
        words={{ id: 'Penerima dan prosesor yang diperintah', en: 'Recipients and processors told' }}
      />
      {recipients.length === 0 ? (
        <Both words={{ id: 'Tidak ada.', en: 'None.' }} />
      ) : (
        <Table
          columns={[
            { words: { id: 'Nama', en: 'Name' }, width: '24%' },
            { words: { id: 'Diperintah', en: 'Told' }, width: '28%' },
            { words: { id: 'Menjawab', en: 'Answered' }, width: '28%' },
            { words: { id: 'Jawaban', en: 'Answer' }, width: '20%' },
          ]}
          rows={recipients.map(({ name, instructedAt, answeredAt, answer }) => [
            name,
            spokenTime(instructedAt, times.zone).short,
            answeredAt === null
              ? { id: 'Belum menjawab sejak itu', en: 'Silent since' }
              : spokenTime(answeredAt, times.zone).short,
            answer === null ? '–' : (answerWords[answer] ?? answer),
          ])}
        />
      )}
    </View>
  )
}
