import { Avatar } from '#app/_ui/avatar.tsx'
import { LinkButton } from '#app/_ui/button.tsx'
import { Card } from '#app/_ui/card.tsx'
import { ClockRing } from '#app/_ui/clock-ring.tsx'
import { DeskShell } from '#app/_ui/desk-shell.tsx'
import { Facts } from '#app/_ui/facts.tsx'
import { Figures } from '#app/_ui/figures.tsx'
import { Kbd } from '#app/_ui/kbd.tsx'
import { Meter } from '#app/_ui/meter.tsx'
import { Reference } from '#app/_ui/reference.tsx'
import { type Column, Table } from '#app/_ui/table.tsx'
import { Tabs } from '#app/_ui/tabs.tsx'
import { Tag, type Tone } from '#app/_ui/tag.tsx'
import { Timeline } from '#app/_ui/timeline.tsx'

const here = '/dev/ui?desk'
const groups = [
  {
    title: 'Requests',
    links: [
      { href: `${here}=mine`, label: 'Mine', count: 6 },
      { href: `${here}=unassigned`, label: 'Unassigned', count: 3 },
      { href: here, label: 'At risk', count: 5, current: true },
      { href: `${here}=subject`, label: 'Waiting for subject', count: 4 },
      { href: `${here}=breached`, label: 'Breached', count: 0 },
    ],
  },
  {
    title: 'Desk',
    links: [
      { href: '/dev/ui', label: 'Sources' },
      { href: '/dev/ui?audit', label: 'Audit log' },
    ],
  },
]

type Row = {
  reference: string
  right: string
  person: string
  proof: string
  state: string
  tone: Tone
  left: string
  law: string
  share: number
  clock: Tone
  owner: string
}
const rows: Row[] = [
  {
    reference: 'HK-7K4Q-2MPX',
    right: 'Access',
    person: 'S•••• W•••',
    proof: 'contact on file',
    state: 'Collecting · 3 of 4',
    tone: 'brand',
    left: '18 h',
    law: 'UU PDP 32',
    share: 0.75,
    clock: 'warn',
    owner: 'Rani Anggraini',
  },
  {
    reference: 'HK-3PXC-9QTA',
    right: 'Consent withdrawal',
    person: 'B•••',
    proof: 'code confirmed',
    state: 'Source failed · retry',
    tone: 'bad',
    left: '5 h 40 m',
    law: 'UU PDP 40',
    share: 0.92,
    clock: 'bad',
    owner: 'Intan',
  },
  {
    reference: 'HK-0W9E-Y7RB',
    right: 'Erasure',
    person: 'not verified yet',
    proof: '2 codes sent',
    state: 'Waiting for subject',
    tone: 'plain',
    left: '21 h',
    law: 'contract 14 d',
    share: 0.96,
    clock: 'warn',
    owner: 'Dewi Wulandari',
  },
]

const columns: Column<Row>[] = [
  {
    label: 'Reference',
    cell: (row) => (
      <a href={here}>
        <Reference>{row.reference}</Reference>
      </a>
    ),
  },
  { label: 'Right', cell: (row) => row.right },
  {
    label: 'Person',
    cell: (row) => (
      <>
        {row.person}
        <span className="block text-xs text-muted">{row.proof}</span>
      </>
    ),
  },
  { label: 'State', cell: (row) => <Tag tone={row.tone}>{row.state}</Tag> },
  {
    label: 'Next clock',
    sort: { href: here, direction: 'ascending' },
    cell: (row) => (
      <span className="inline-flex items-center gap-2 whitespace-nowrap">
        <ClockRing share={row.share} tone={row.clock} />
        <span>
          <b>{row.left}</b> <span className="text-muted">{row.law}</span>
        </span>
      </span>
    ),
  },
  { label: 'Owner', cell: (row) => <Avatar name={row.owner} /> },
]

export function DeskGallery() {
  return (
    <DeskShell
      home={here}
      groups={groups}
      person={{ name: 'Rani Anggraini', role: 'Reviewer' }}
      signOut="/desk/session/end"
    >
      <div className="mb-4 flex flex-wrap items-center justify-between gap-2">
        <h1 className="text-xl">At risk</h1>
        <div className="flex flex-wrap gap-2">
          <LinkButton slim look="quiet" href={here}>
            Press <Kbd>?</Kbd> for keys
          </LinkButton>
          <LinkButton slim href={here}>
            New request
          </LinkButton>
        </div>
      </div>
      <Figures
        figures={[
          { value: 41, label: 'open' },
          { value: 5, label: 'due within 24 hours' },
          { value: 0, label: 'breached this month' },
          { value: '12 / 12', label: 'acknowledged today, same day' },
        ]}
      />
      <Table
        caption="Requests at risk"
        columns={columns}
        rows={rows}
        keyOf={(row) => row.reference}
        isSelected={(row) => row.share === 0.75}
      />
      <p className="my-3 flex flex-wrap gap-x-3 gap-y-1 text-muted">
        <span>1 selected</span>{' '}
        <span>
          <Kbd>A</Kbd> assign
        </span>{' '}
        <span>
          <Kbd>X</Kbd> select
        </span>
      </p>
      <RequestParts />
    </DeskShell>
  )
}

function RequestParts() {
  return (
    <div className="grid gap-x-6 xl:grid-cols-[300px_1fr]">
      <div>
        <Card dense title="Who">
          <Facts
            dense
            facts={[
              { term: 'Subject', detail: 'S•••• W••• ' },
              { term: 'Identity', detail: <Tag tone="ok">contact on file</Tag> },
              { term: 'Filed', detail: '20 Nov 2026, 15.04 WIB' },
            ]}
          />
        </Card>
        <Card dense title="Clocks" aside={<b>18 h</b>}>
          <p className="mb-1.5 text-xs text-muted">UU PDP art. 32 · 3 × 24 h from receipt · no pause, no extension</p>
          <Meter share={0.75} tone="warn" label="Access clock, share used" />
        </Card>
      </div>
      <Card dense>
        <Tabs
          label="Request"
          tabs={[
            { href: `${here}=timeline`, label: 'Timeline', current: true },
            { href: `${here}=sources`, label: 'Sources' },
            { href: `${here}=review`, label: 'Review', count: 2 },
          ]}
        />
        <Timeline
          moments={[
            {
              id: '2',
              what: (
                <>
                  <b>Collected</b> from mailing
                </>
              ),
              when: '20 Nov, 15.11',
              by: 'system',
            },
            {
              id: '1',
              what: (
                <>
                  <b>Received</b> through the portal
                </>
              ),
              when: '20 Nov, 15.04.00',
              by: 'subject',
            },
          ]}
        />
      </Card>
    </div>
  )
}
