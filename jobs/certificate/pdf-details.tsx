import { Text, View } from '@react-pdf/renderer'
import type { SourceResult, Words } from '#domain/certificate/certificate.ts'
import { methodWords, replayWords, sinceWords } from '#domain/certificate/wording.ts'
import { Both, type Column, Table } from './pdf-parts.tsx'
import { style } from './pdf-style.ts'
import { spokenTime } from './spoken-time.ts'

const columns: Column[] = [
  { words: { id: 'Kolom yang diubah', en: 'Changed field' }, width: '40%' },
  { words: { id: 'Cara', en: 'Method' }, width: '22%' },
  { words: { id: 'Rencana', en: 'Planned' }, width: '12%', number: true },
  { words: { id: 'Dilaporkan', en: 'Reported' }, width: '13%', number: true },
  { words: { id: 'Masih ada', en: 'Still there' }, width: '13%', number: true },
]

/** Field by field what was planned, what the system reported, and what the second read saw; and what came of it later. */
export function Details({ source, zone }: { source: SourceResult; zone: string }) {
  const fields = source.collections.flatMap(({ name, fields = [] }) => fields.map((field) => ({ of: name, ...field })))
  const notes = source.collections.flatMap(({ name, since }) => {
    const words = since && sinceWords(since)
    return words ? [{ id: `${name}: ${words.id}`, en: `${name}: ${words.en}` }] : []
  })
  const replays = (source.replays ?? []).map((replay) => replayWords(replay, spokenTime(replay.at, zone).short))
  return (
    <View>
      {fields.length === 0 ? null : (
        <View style={{ marginTop: 4 }}>
          <Table
            columns={columns}
            rows={fields.map(({ of, name, method, planned, reported, stillThere }) => [
              `${of}.${name}`,
              methodWords[method] ?? method,
              ...[planned, reported, stillThere].map(String),
            ])}
          />
        </View>
      )}
      {[...notes, ...replays].map((words) => (
        <Note key={words.en} words={words} />
      ))}
    </View>
  )
}

const Note = ({ words }: { words: Words }) => (
  <View style={style.limit} wrap={false}>
    <Text>•</Text>
    <View style={{ flex: 1 }}>
      <Both words={words} />
    </View>
  </View>
)
