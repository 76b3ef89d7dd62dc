import { Font, StyleSheet } from '@react-pdf/renderer'

export const ink = '#1a1d24'
export const soft = '#525866'
export const line = '#d8d3c8'
export const brand = '#27367f'

/** Helvetica, which every PDF reader has: react-pdf cannot embed the variable font of the screens. Sizes in points. */
// Words stay whole: the built-in rules would break Indonesian as if it were English.
Font.registerHyphenationCallback((word) => [word])

export const style = StyleSheet.create({
  page: {
    paddingTop: 42,
    paddingBottom: 58,
    paddingHorizontal: 48,
    fontFamily: 'Helvetica',
    fontSize: 9,
    lineHeight: 1.4,
    color: ink,
  },
  letterhead: {
    flexDirection: 'row',
    justifyContent: 'space-between',
    alignItems: 'flex-end',
    paddingBottom: 10,
    borderBottom: `1.6pt solid ${brand}`,
  },
  issuer: { fontFamily: 'Helvetica-Bold', fontSize: 14, color: brand },
  rule: { borderBottom: `0.5pt solid ${brand}`, marginTop: 2, marginBottom: 20 },
  title: { fontFamily: 'Helvetica-Bold', fontSize: 15, lineHeight: 1.2, textAlign: 'center', letterSpacing: 0.4 },
  subtitle: { fontFamily: 'Helvetica-Oblique', fontSize: 10.5, textAlign: 'center', color: soft, marginTop: 4 },
  number: { fontSize: 9, textAlign: 'center', color: soft, marginTop: 6, marginBottom: 14 },
  opening: { fontSize: 9.5, lineHeight: 1.5, textAlign: 'justify' },
  english: { fontFamily: 'Helvetica-Oblique', fontSize: 8, color: soft },
  soft: { color: soft },
  strong: { fontFamily: 'Helvetica-Bold' },
  mono: { fontFamily: 'Courier', fontSize: 8 },
  section: { marginTop: 16, marginBottom: 5, flexDirection: 'row', alignItems: 'baseline', gap: 6 },
  heading: { fontFamily: 'Helvetica-Bold', fontSize: 10.5, color: brand },
  fact: { flexDirection: 'row', borderBottom: `0.5pt solid ${line}`, paddingVertical: 2.5 },
  factTerm: { width: '36%', paddingRight: 8 },
  factValue: { width: '64%' },
  source: { marginTop: 6, marginBottom: 3 },
  table: { borderTop: `0.8pt solid ${ink}`, borderBottom: `0.8pt solid ${ink}` },
  head: { flexDirection: 'row', backgroundColor: '#f3f1ec', borderBottom: `0.5pt solid ${ink}` },
  row: { flexDirection: 'row', borderBottom: `0.5pt solid ${line}` },
  cell: { paddingVertical: 3, paddingHorizontal: 4, fontSize: 8, lineHeight: 1.25 },
  limit: { flexDirection: 'row', gap: 6, marginBottom: 3 },
  proof: { flexDirection: 'row', gap: 16, marginTop: 18, padding: 12, border: `0.8pt solid ${brand}`, borderRadius: 4 },
  proofText: { flex: 1, gap: 4 },
  /** From the top of an A4 page (842 pt): react-pdf loses a `bottom` when the page sets a line height. */
  footer: {
    position: 'absolute',
    left: 48,
    right: 48,
    top: 800,
    flexDirection: 'row',
    justifyContent: 'space-between',
    borderTop: `0.5pt solid ${line}`,
    paddingTop: 5,
    fontSize: 7.5,
    color: soft,
  },
})
