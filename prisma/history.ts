import pg from 'pg'
import { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { recordNotice } from '#data/notices/record.ts'
import { markDone } from '#data/outbox.ts'
import { approveRequest } from '#data/requests/approve.ts'
import { assignRequest } from '#data/requests/assign.ts'
import { fileRequest } from '#data/requests/file.ts'
import { proveIdentity } from '#data/requests/prove-identity.ts'
import { refuseRequest } from '#data/requests/refuse.ts'
import { submitForReview } from '#data/requests/submit-for-review.ts'
import { withdrawRequest } from '#data/requests/withdraw.ts'
import type { StaffActor } from '#data/users/find-colleague.ts'
import type { Actor } from '#domain/actor.ts'
import { env } from '#env'
import type { EventJob, ScheduledJob } from '#jobs/define.ts'
import { JOBS } from '#jobs/index.ts'
import { relay } from '#jobs/relay.ts'
import { log } from '#log'
import { CHAPTERS, type Chapter, type Step } from './demo/chapters.ts'

export type Colleagues = Record<'agent' | 'reviewer' | 'lead', StaffActor>
type Stage = { employer: Actor; shopkeeper: Actor; colleagues: Colleagues; shopUrl: string; now: Temporal.Instant }
type Told = { controllerId: string; requestId: string; reference: string }

const MAIL_JOB = 'mail-'
const eventJobs = JOBS.filter((job): job is EventJob => 'on' in job)
const schedules = JOBS.filter((job): job is ScheduledJob => 'everyMs' in job)

/** The past was mailed when it happened: it is remembered as sent, and `/dev/mail` begins with the first real mail. */
async function rememberMail(job: EventJob, event: Parameters<EventJob['run']>[0], at: Temporal.Instant): Promise<void> {
  const { controllerId, requestId, eventId } = event
  if (!requestId) return
  const actor = { kind: 'system', controllerId, job: job.name } as const
  const kind = job.name.slice(MAIL_JOB.length)
  await recordNotice(actor, { requestId, eventId, kind, transport: 'local', region: env.REGION }, at)
}

/** Does what the worker would have done by then, with the jobs themselves, until nothing is left to do. */
async function catchUp(at: Temporal.Instant): Promise<void> {
  const context = { now: () => at, attempt: 1, signal: new AbortController().signal }
  const hand = async (job: EventJob, { eventId, controllerId, requestId }: Parameters<EventJob['run']>[0]) => {
    const event = { eventId, controllerId, requestId }
    try {
      await (job.name.startsWith(MAIL_JOB) ? rememberMail(job, event, at) : job.run(event, context))
      await markDone({ controllerId, eventId, job: job.name }, at)
    } catch (fault) {
      log.warn({ job: job.name, fault: (fault as Error).name }, 'left to the worker')
    }
  }
  const relayAll = async () => {
    while ((await relay(eventJobs, hand, at)) > 0);
  }
  await relayAll()
  for (const job of schedules) await job.run(context)
  await relayAll()
}

const versionOf = async (actor: Actor, { requestId }: Told): Promise<number> =>
  (await transact(actor, (tx) => tx.request.findUniqueOrThrow({ where: { id: requestId } }))).version

type Act = (told: Told, colleagues: Colleagues, at: Temporal.Instant) => Promise<unknown>

const subjectOf = ({ controllerId, requestId }: Told) =>
  ({ kind: 'subject', controllerId, requestId, level: 'status' }) as const

/** Each step is the verb that a person would have used. */
const ACTS: Record<Step, Act> = {
  prove: (told, _, at) => transact(subjectOf(told), (tx) => proveIdentity(tx, subjectOf(told), at)),
  withdraw: (told, _, at) => withdrawRequest(subjectOf(told), {}, at),
  assign: async (told, { agent }, at) =>
    assignRequest(
      agent,
      { reference: told.reference, version: await versionOf(agent, told), userId: agent.userId },
      at,
    ),
  submit: async (told, { agent }, at) =>
    submitForReview(agent, { reference: told.reference, version: await versionOf(agent, told) }, at),
  approve: async (told, { reviewer }, at) =>
    approveRequest(reviewer, { reference: told.reference, version: await versionOf(reviewer, told) }, at),
  refuse: async (told, { lead }, at) =>
    refuseRequest(
      lead,
      {
        reference: told.reference,
        version: await versionOf(lead, told),
        code: 'no_match',
        article: 'UU PDP Pasal 33',
        explanation: 'Kontak yang Anda sebutkan tidak kami temukan di sistem kami.',
      },
      at,
    ),
}

async function fileChapter(
  { right, from, details }: Chapter,
  index: number,
  stage: Stage,
  person: { name: string; email: string },
  at: Temporal.Instant,
): Promise<Told> {
  const { controllerId } = from === 'customer' ? stage.shopkeeper : stage.employer
  const filed = await fileRequest(
    { kind: 'visitor', controllerId },
    {
      filing: { right, requesterKind: 'subject', ...person, ...(details ? { details } : {}) },
      locale: index % 4 === 3 ? 'en' : 'id',
      channel: 'portal',
      submissionKey: `demo-seed-${index}`,
    },
    at,
  )
  if (!filed.ok) throw new Error(filed.reason)
  return { controllerId, requestId: filed.value.id, reference: filed.value.reference }
}

/** Customers of the shop whom no story tells about. */
async function shoppers(shopUrl: string, most: number): Promise<{ name: string; email: string }[]> {
  const client = new pg.Client({ connectionString: shopUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string; email: string }>(
      'select full_name as name, email from customers where email is not null order by id desc limit $1',
      [most],
    )
    return rows
  } finally {
    await client.end()
  }
}

type Moment = { at: Temporal.Instant; happen: () => Promise<unknown> }

/** Lets the demo's last two weeks happen: every moment in its order, with the real verbs and jobs told what time it is. */
export async function writeHistory(stage: Stage): Promise<void> {
  const people = await shoppers(stage.shopUrl, CHAPTERS.length)
  const told = new Map<Chapter, Told>()
  const moments = CHAPTERS.flatMap((chapter, index): Moment[] => {
    const filedAt = stage.now.subtract({ minutes: Math.round(chapter.filedHoursAgo * 60) })
    const person = chapter.person ?? people[index]
    if (!person) throw new Error('the shop has too few customers')
    return [
      {
        at: filedAt,
        happen: async () => told.set(chapter, await fileChapter(chapter, index, stage, person, filedAt)),
      },
      ...chapter.next.map(({ afterMinutes, step }) => {
        const at = filedAt.add({ minutes: afterMinutes })
        return { at, happen: async () => ACTS[step](await toldOf(told, chapter), stage.colleagues, at) }
      }),
    ]
  })
  moments.sort((one, other) => Temporal.Instant.compare(one.at, other.at))
  for (const { at, happen } of moments) {
    await happen()
    await catchUp(at.add({ seconds: 3 }))
  }
}

async function toldOf(told: ReadonlyMap<Chapter, Told>, chapter: Chapter): Promise<Told> {
  const found = told.get(chapter)
  if (!found) throw new Error('a chapter cannot go on before it began')
  return found
}
