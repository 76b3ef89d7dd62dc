import { Body, Button, Container, Head, Heading, Hr, Html, Link, Section, Text } from '@react-email/components'
import type { ReactNode } from 'react'
import type { AboutSource, Locale, Notice } from './contract.ts'
import { DARK, style } from './look.ts'
import { isEmail } from './plain.ts'

const id = {
  reference: 'Nomor permohonan',
  date: 'Tanggal',
  contact: 'Narahubung',
  dpo: 'Petugas Pelindungan Data Pribadi',
  never: 'Kami tidak pernah meminta kata sandi, kode, atau foto KTP lewat email.',
}
const en: typeof id = {
  reference: 'Request number',
  date: 'Date',
  contact: 'Contact',
  dpo: 'Data protection officer',
  never: 'We never ask for a password, a code or a photo of your ID card by e-mail.',
}
export const text: Record<Locale, typeof id> = { id, en }

type LetterProps = AboutSource & Partial<Notice> & { locale: Locale; title: string; children: ReactNode }

/** One column, 600 px at most, no picture and nothing fetched: reads the same on a phone, in print and offline. */
export function Letter({ locale, title, children, ...notice }: LetterProps) {
  const t = text[locale]
  return (
    <Html lang={locale}>
      <Head>
        <title>{title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no" />
        <style>{DARK}</style>
      </Head>
      <Body className="page" style={style.page}>
        <Container style={style.column}>
          <Text className="ink" style={style.sender}>
            {notice.controller.name}
          </Text>
          <Section className="sheet" style={style.sheet}>
            <Heading className="ink" style={style.title}>
              {title}
            </Heading>
            {children}
          </Section>
          <Section style={style.foot}>
            <Small>
              {notice.reference && (
                <>
                  {t.reference}: <Reference>{notice.reference}</Reference>
                  <br />
                </>
              )}
              {t.date}: {notice.date}
            </Small>
            <Small>
              {t.contact}: {notice.controller.name}, <Reach at={notice.controller.contact} />
              <br />
              {t.dpo}: {notice.controller.dpoName}, <Reach at={notice.controller.dpoContact} />
            </Small>
            <Small>{t.never}</Small>
          </Section>
        </Container>
      </Body>
    </Html>
  )
}

function Reach({ at }: { at: string }) {
  if (!isEmail(at)) return at
  return (
    <Link className="link" href={`mailto:${at}`} style={style.link}>
      {at}
    </Link>
  )
}

/** Never broken at its hyphens. */
export const Reference = ({ children }: { children: string }) => <span style={style.reference}>{children}</span>

/** The mail's one action. */
export const Act = ({ label, url }: { label: string; url: string }) => (
  <Section style={style.action}>
    <Button className="button" href={url} style={style.button}>
      {label}
    </Button>
  </Section>
)

export const Para = ({ children }: { children: ReactNode }) => (
  <Text className="ink" style={style.para}>
    {children}
  </Text>
)

export const Small = ({ children }: { children: ReactNode }) => (
  <Text className="muted" style={style.small}>
    {children}
  </Text>
)

export const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <Section>
    <Hr className="line" style={style.line} />
    <Heading as="h2" className="ink" style={style.part}>
      {title}
    </Heading>
    {children}
  </Section>
)

/** A label above its value: stays readable at 320 px where two columns would not. */
export const Fact = ({ label, children }: { label: string; children: ReactNode }) => (
  <Text className="ink" style={style.fact}>
    <span className="muted" style={style.label}>
      {label}
    </span>
    <br />
    {children}
  </Text>
)

export const WebLink = ({ url, children }: { url: string; children: ReactNode }) => (
  <Link className="link" href={url} style={style.link}>
    {children}
  </Link>
)
