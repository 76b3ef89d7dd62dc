import { Temporal } from 'temporal-polyfill'
import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { shownForm } from '#app/_server/subject-form.ts'
import { Button } from '#app/_ui/button.tsx'
import { Card } from '#app/_ui/card.tsx'
import { Note } from '#app/_ui/note.tsx'
import { Tag, type Tone } from '#app/_ui/tag.tsx'
import { type DeskCorrection, listCorrections } from '#data/corrections/list.ts'
import type { DeskRequest } from '#data/requests/find-for-desk.ts'
import type { StaffActor } from '#data/users/find-colleague.ts'
import { may } from '#domain/actor.ts'
import { asTyped, type CorrectionState, mayCorrect } from '#domain/rectification.ts'
import { OpeningForm } from './opening-form.tsx'

type Props = { request: DeskRequest; actor: StaffActor }

/** What is to be corrected: old and new value side by side, once this person said what for. */
export async function Corrections({ request, actor }: Props) {
  const t = await translator('desk')
  const { reference, facts } = request
  const { all, isOpened } = (await listCorrections(actor, reference, Temporal.Now.instant())) ?? {
    all: [],
    isOpened: false,
  }
  const mayEdit = mayCorrect(actor, facts).ok
  const mayOpen = may(actor, 'open_personal_data', facts.controllerId)
  return (
    <section className="mb-5" id="corrections">
      <h2 className="mb-2 text-sm">{t('correction.list')}</h2>
      {all.length === 0 && <p className="mb-2 text-muted">{t('correction.none')}</p>}
      {all.length === 0 && !mayEdit && <p className="mb-2 text-muted">{t('correction.byHand')}</p>}
      {mayEdit && <Where request={request} isEmpty={all.length === 0} />}
      {all.some(({ state }) => state === 'done') && facts.status === 'reviewing' && (
        <Note>{t('correction.partlyDone')}</Note>
      )}
      {all.length > 0 && mayOpen && !isOpened && (
        <Card dense title={t('correction.closed')}>
          <OpeningForm action={`/desk/requests/${reference}/corrections/opening`} />
        </Card>
      )}
      <ol className="grid gap-3">
        {all.map((one) => (
          <li key={one.id}>
            <Correction one={one} request={request} mayEdit={mayEdit && one.state !== 'done'} />
          </li>
        ))}
      </ol>
    </section>
  )
}

/** The collections in which there is something to choose from. */
async function Where({ request, isEmpty }: { request: DeskRequest; isEmpty: boolean }) {
  const [t, locale] = [await translator('desk'), await currentLocale()]
  const found = request.sources.flatMap(({ name, findings }) => findings.map((finding) => ({ ...finding, name })))
  return (
    <details open={isEmpty} className="mb-3">
      <summary className="min-h-8 cursor-pointer font-semibold text-brand pointer-coarse:min-h-11">
        {t('correction.choosePlace')}
      </summary>
      <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-1">
        {found.map(({ id, label, rows, name }) => (
          <li key={id}>
            <a
              href={`/desk/requests/${request.reference}/findings/${id}`}
              title={name}
              className="inline-flex min-h-6 items-center pointer-coarse:min-h-11"
            >
              {label[locale]}
            </a>{' '}
            <span className="text-muted">{rows}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}

const tones: Record<CorrectionState, Tone> = { proposed: 'plain', fits: 'brand', unfit: 'bad', done: 'ok' }

type OneProps = { one: DeskCorrection; request: DeskRequest; mayEdit: boolean }

async function Correction({ one, request, mayEdit }: OneProps) {
  const [t, locale] = [await translator('desk'), await currentLocale()]
  const problem = `correctionProblem.${one.problem}` as 'correctionProblem.gone'
  const fault = `fault.${one.problem}` as 'fault.unknown'
  const why = t.has(problem) ? t(problem) : t.has(fault) ? t(fault) : t('fault.unknown')
  return (
    <article className="rounded-lg border border-line p-3">
      <div className="mb-1.5 flex flex-wrap items-baseline justify-between gap-2">
        <h3 className="min-w-0 font-semibold">
          {one.field[locale]}{' '}
          <span className="font-normal text-muted">
            {one.collection[locale]}, {one.source}
          </span>
        </h3>
        <span className="flex flex-wrap gap-1">
          {one.way === 'note' && <Tag tone="warn">{t('correction.isNote')}</Tag>}
          <Tag tone={tones[one.state]}>{t(`correction.state.${one.state}`)}</Tag>
        </span>
      </div>
      {one.problem && <p className="mb-2 font-semibold text-bad">{why}</p>}
      {one.outcome && <p className="mb-2">{one.outcome[locale]}.</p>}
      {one.noteReason && <p className="mb-2">{t(`noteReason.${one.noteReason}`)}</p>}
      <Values one={one} request={request} />
      {mayEdit && <Edit one={one} request={request} />}
    </article>
  )
}

async function Values({ one: { id, way, state, opened, hasEvidence }, request }: Omit<OneProps, 'mayEdit'>) {
  const t = await translator('desk')
  if (!opened) return <p className="text-muted">{t('correction.masked')}</p>
  const { value, write, statement, confirmation } = opened
  const shown = (text: string | null) =>
    text === null || text === '' ? <span className="text-muted">{t('finding.empty')}</span> : text
  return (
    <>
      <dl className="mb-2 grid gap-2 md:grid-cols-2">
        <div className="min-w-0 rounded-sm bg-line/40 px-3 py-2">
          <dt className="text-xs text-muted">{t(state === 'done' ? 'correction.before' : 'correction.old')}</dt>
          <dd className="font-mono break-words whitespace-pre-wrap">{shown(asTyped(value))}</dd>
        </div>
        <div className="min-w-0 rounded-sm bg-brand-wash px-3 py-2">
          <dt className="text-xs text-muted">
            {way === 'replace' ? t('correction.new') : t(write ? 'correction.noteInRow' : 'correction.noteBeside')}
          </dt>
          <dd className="font-mono break-words whitespace-pre-wrap">
            {shown(way === 'replace' ? (write?.to ?? null) : (write?.to ?? statement))}
          </dd>
        </div>
      </dl>
      {way === 'replace' && <p className="mb-1 whitespace-pre-wrap">{statement}</p>}
      {confirmation && (
        <p className="mb-1">
          <Tag tone="warn">{t('correction.others')}</Tag> {confirmation}
        </p>
      )}
      {hasEvidence && (
        <p>
          <a
            href={`/desk/requests/${request.reference}/corrections/${id}/file`}
            className="inline-flex min-h-8 items-center pointer-coarse:min-h-11"
          >
            {t('correction.evidenceFile')}
          </a>
        </p>
      )}
    </>
  )
}

/** A file as evidence, or taking the proposal back. */
async function Edit({ one, request }: Omit<OneProps, 'mayEdit'>) {
  const [t, form] = [await translator('desk'), await shownForm()]
  const here = `/desk/requests/${request.reference}/corrections/${one.id}`
  const version = <input type="hidden" name="version" value={request.version} />
  return (
    <div className="mt-2 flex flex-wrap items-end justify-between gap-2 border-t border-line pt-2">
      <form
        method="post"
        action={`${here}/evidence`}
        encType="multipart/form-data"
        className="flex min-w-0 flex-wrap items-end gap-2"
      >
        {version}
        <label className="grid min-w-0 gap-0.5 text-xs text-muted">
          {one.hasEvidence ? t('correction.replaceFile') : t('correction.addFile')}
          <input
            type="file"
            name="file"
            accept=".pdf,.png,.jpg,.jpeg,.txt"
            aria-invalid={form.error('file') !== undefined}
            className="max-w-full text-sm text-ink file:mr-2 file:min-h-8.5 file:rounded-sm file:border file:border-solid file:border-edge file:bg-transparent file:px-3 pointer-coarse:file:min-h-11"
          />
        </label>
        <Button slim look="quiet">
          {t('correction.attach')}
        </Button>
      </form>
      <form method="post" action={`${here}/removal`}>
        {version}
        <Button slim look="quiet">
          {t('correction.remove')}
        </Button>
      </form>
    </div>
  )
}
