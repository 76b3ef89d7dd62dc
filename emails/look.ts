import type { CSSProperties } from 'react'

const font = '"Plus Jakarta Sans Variable","Plus Jakarta Sans",system-ui,-apple-system,"Segoe UI",Roboto,sans-serif'
const ink = '#1a1d24'
const muted = '#525866'
const brand = '#27367f'
const line = '#e3dfd6'

const letterStyles = {
  page: { backgroundColor: '#fbfaf7', margin: 0, padding: 0, fontFamily: font },
  column: { maxWidth: '600px', margin: '0 auto', padding: '24px 16px 32px' },
  sender: { fontSize: '16px', lineHeight: '24px', fontWeight: 700, color: ink, margin: '0 4px 12px' },
  sheet: {
    backgroundColor: '#ffffff',
    border: `1px solid ${line}`,
    borderTop: `4px solid ${brand}`,
    borderRadius: '8px',
    padding: '24px 20px',
  },
  title: {
    fontSize: '24px',
    lineHeight: '31px',
    fontWeight: 700,
    letterSpacing: '-0.01em',
    color: ink,
    margin: '0 0 16px',
  },
  part: { fontSize: '17px', lineHeight: '24px', fontWeight: 700, color: ink, margin: '0 0 10px' },
  line: { border: 0, borderTop: `1px solid ${line}`, margin: '10px 0 18px' },
  para: { fontSize: '16px', lineHeight: '25px', color: ink, margin: '0 0 14px' },
  small: { fontSize: '14px', lineHeight: '22px', color: muted, margin: '0 0 12px' },
  fact: { fontSize: '16px', lineHeight: '24px', color: ink, margin: '0 0 12px' },
  label: { fontSize: '14px', color: muted },
  action: { padding: '6px 0 18px' },
  button: {
    backgroundColor: brand,
    color: '#ffffff',
    borderRadius: '8px',
    padding: '14px 22px',
    fontSize: '16px',
    fontWeight: 700,
    textAlign: 'center',
  },
  link: { color: brand, textDecoration: 'underline' },
  foot: { padding: '18px 4px 0' },
  reference: { fontFamily: 'ui-monospace,Menlo,Consolas,monospace', whiteSpace: 'nowrap' },
  code: {
    fontFamily: 'ui-monospace,Menlo,Consolas,monospace',
    fontSize: '34px',
    lineHeight: '44px',
    fontWeight: 700,
    letterSpacing: '0.18em',
    color: ink,
    backgroundColor: '#eef0fb',
    borderRadius: '8px',
    padding: '14px 20px',
    margin: '0 0 16px',
    textAlign: 'center',
  },
} as const satisfies Record<string, CSSProperties>

export const style: Record<keyof typeof letterStyles, CSSProperties> = letterStyles

/** Mail programs that honour it get the dark half of the same tokens; the others keep the inline light half. */
export const DARK = `@media (prefers-color-scheme: dark) {
.page, .page > table > tbody > tr > td { background-color: #14161a !important }
.sheet { background-color: #1b1e24 !important; border-color: #2d323b !important; border-top-color: #a9b6ff !important }
.ink { color: #eceef2 !important } .muted { color: #a6adba !important }
.line { border-color: #2d323b !important } .link { color: #a9b6ff !important }
.wash { background-color: #22274a !important }
.button { background-color: #a9b6ff !important; color: #10142b !important }
}`
