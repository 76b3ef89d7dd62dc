import type { Deadline, Kept, Locale } from './contract.ts'
import { Fact, Para } from './letter.tsx'
import { style } from './look.ts'
import { records } from './words.ts'

const id = { basis: 'Dasar', until: 'Disimpan sampai' }
const en: typeof id = { basis: 'Basis', until: 'Kept until' }
export const text: Record<Locale, typeof id> = { id, en }

/** Sentences that promise a date, the one that binds first and in bold. */
export const Promises = ({ of: [binding, ...others] }: { of: string[] }) => (
  <>
    {binding && (
      <Para>
        <strong>{binding}</strong>
      </Para>
    )}
    {others.map((promise) => (
      <Para key={promise}>{promise}</Para>
    ))}
  </>
)

/** The date first, then what is due then, then the law or promise that says so. */
export const Deadlines = ({ of }: { of: Deadline[] }) =>
  of.map(({ when, what, cite }) => (
    <Fact key={`${when} ${what} ${cite}`} label={what}>
      <strong>{when}</strong>
      <br />
      <span className="muted" style={style.label}>
        {cite}
      </span>
    </Fact>
  ))

/** What stays, with the legal basis and the date on which keeping it ends. */
export const KeptItems = ({ of, locale }: { of: Kept[]; locale: Locale }) =>
  of.map(({ category, count, basis, until }) => (
    <Fact key={`${category} ${basis} ${until}`} label={`${category}, ${records(locale, count)}`}>
      {text[locale].basis}: {basis}
      <br />
      {text[locale].until}: <strong>{until}</strong>
    </Fact>
  ))
