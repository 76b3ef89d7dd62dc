import './globals.css'
import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { currentLocale } from '#app/_server/locale.ts'

/** Every page carries a nonce of its own, so none may be prerendered. */
export const dynamic = 'force-dynamic'

export const metadata: Metadata = { title: { default: 'Hakku', template: '%s · Hakku' } }
export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' }

export default async function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang={await currentLocale()}>
      <body>{children}</body>
    </html>
  )
}
