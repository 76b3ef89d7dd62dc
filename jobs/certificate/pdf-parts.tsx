import { Path, Svg, Text, View } from '@react-pdf/renderer'
import QRCode from 'qrcode'
import type { ReactNode } from 'react'
import type { Words } from '#domain/certificate/certificate.ts'
import { ink, style } from './pdf-style.ts'

/** Indonesian first, English in its shadow. */
export const Both = ({ words, strong = false }: { words: Words; strong?: boolean }) => (
  <Text>
    <Text style={strong ? style.strong : {}}>{words.id}</Text>
    <Text style={style.english}> / {words.en}</Text>
  </Text>
)

export const Heading = ({ number, words }: { number: number; words: Words }) => (
  <View style={style.section} minPresenceAhead={60}>
    <Text style={style.heading}>
      {number}. {words.id}
    </Text>
    <Text style={style.english}>{words.en}</Text>
  </View>
)

export const Fact = ({ term, children }: { term: Words; children: ReactNode }) => (
  <View style={style.fact} wrap={false}>
    <View style={style.factTerm}>
      <Text>{term.id}</Text>
      <Text style={style.english}>{term.en}</Text>
    </View>
    <View style={style.factValue}>{children}</View>
  </View>
)

export type Column = { words: Words; width: `${number}%`; number?: boolean }

export const Table = ({ columns, rows }: { columns: Column[]; rows: (string | Words)[][] }) => (
  <View style={style.table}>
    <View style={style.head} wrap={false} minPresenceAhead={30}>
      {columns.map(({ words, width, number }) => (
        <View
          key={words.en}
          style={[style.cell, { width, ...(number ? { alignItems: 'flex-end' as const, paddingRight: 8 } : {}) }]}
        >
          <Text style={style.strong}>{words.id}</Text>
          <Text style={[style.english, { fontSize: 7 }]}>{words.en}</Text>
        </View>
      ))}
    </View>
    {rows.map((row, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a document is rendered once
      <View key={index} style={style.row} wrap={false}>
        {columns.map(({ words, width, number }, at) => (
          <View
            key={words.en}
            style={[style.cell, { width, ...(number ? { alignItems: 'flex-end' as const, paddingRight: 8 } : {}) }]}
          >
            <Cell value={row[at] ?? ''} />
          </View>
        ))}
      </View>
    ))}
  </View>
)

const Cell = ({ value }: { value: string | Words }) =>
  typeof value === 'string' ? (
    <View style={{ flexDirection: 'row', flexWrap: 'wrap' }}>
      {pieces(value).map((piece, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a document is rendered once
        <Text key={index}>{piece}</Text>
      ))}
    </View>
  ) : (
    <>
      <Text>{value.id}</Text>
      <Text style={[style.english, { fontSize: 7 }]}>{value.en}</Text>
    </>
  )

const LONG_WORD = /\S{17,}/u
const MOST_IN_ONE_PIECE = /.{1,20}/gsu

/** Lets long names such as `customer_delivery_addresses` wrap where a person would break them, without a hyphen. */
export const pieces = (text: string): string[] =>
  LONG_WORD.test(text) ? text.split(/(?<=[_./@ -])/).flatMap((piece) => piece.match(MOST_IN_ONE_PIECE) ?? []) : [text]

export function QrCode({ url, size }: { url: string; size: number }) {
  const { modules } = QRCode.create(url, { errorCorrectionLevel: 'M' })
  const squares = Array.from(modules.data, (dark, index) =>
    dark ? `M${index % modules.size} ${Math.floor(index / modules.size)}h1v1h-1z` : '',
  )
  return (
    <Svg viewBox={`0 0 ${modules.size} ${modules.size}`} width={size} height={size}>
      <Path d={squares.join('')} fill={ink} />
    </Svg>
  )
}
