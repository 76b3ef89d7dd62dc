import { type Job as BullJob, UnrecoverableError } from 'bullmq'
import { Temporal } from 'temporal-polyfill'
import { isDone, listenForEvents, markDone } from '#data/outbox.ts'
import { log } from '#log'
import { type EventJob, EventPayload, type Job, type ScheduledJob } from './define.ts'
import { JOBS } from './index.ts'
import { enqueue, keepSchedule, LANES, type Lane, openQueues, openWorker } from './queue.ts'
import { RELAY_BATCH, relay } from './relay.ts'

const LOOK_EVERY_MS = 1_000
const REST_MS = 50
const KEEP_SCHEDULES_EVERY_MS = 10_000

const isEventJob = (job: Job): job is EventJob => 'on' in job
const isScheduled = (job: Job): job is ScheduledJob => 'everyMs' in job

/** Runs one job: an event's job only if it was not done before, and remembers that it was. */
export async function runJob(bull: BullJob, signal: AbortSignal, now = Temporal.Now.instant): Promise<void> {
  const job = JOBS.find((candidate) => candidate.name === bull.name)
  if (!job) throw new UnrecoverableError(`no job named ${bull.name}`)
  const context = { now, attempt: bull.attemptsMade + 1, signal }
  if (isScheduled(job)) return job.run(context)
  const payload = EventPayload.safeParse(bull.data)
  if (!payload.success) throw new UnrecoverableError(`bad payload for ${bull.name}`)
  const which = { controllerId: payload.data.controllerId, eventId: payload.data.eventId, job: job.name }
  if (await isDone(which)) return
  await job.run(payload.data, context)
  await markDone(which, now())
}

/**
 * Repeats `work` soon after it was woken, and by itself every `everyMs`; an error is logged and does not end it. It
 * rests between two rounds, so that under a stream of wake-ups one round serves many of them.
 */
function repeat(name: string, everyMs: number, work: () => Promise<unknown>) {
  let stopped = false
  let woken = false
  let wake = () => {}
  const sleep = (ms: number) =>
    new Promise<void>((resume) => {
      const timer = setTimeout(resume, ms)
      wake = () => {
        clearTimeout(timer)
        resume()
      }
    })
  const loop = async () => {
    while (!stopped) {
      woken = false
      await work().catch((error) => log.error({ loop: name, error: (error as Error).name }, 'loop failed'))
      await new Promise((rested) => setTimeout(rested, REST_MS))
      if (!stopped && !woken) await sleep(everyMs)
    }
  }
  const ended = loop()
  return {
    wake: () => {
      woken = true
      wake()
    },
    stop: async () => {
      stopped = true
      wake()
      await ended
    },
  }
}

type WorkerOptions = { lanes?: readonly Lane[]; prefix?: string; now?: () => Temporal.Instant; lockMs?: number }

/** Starts relay, schedules and one worker a lane. @returns a function that lets running jobs end, then stops */
export async function startWorker({
  lanes = LANES,
  prefix,
  now = Temporal.Now.instant,
  lockMs,
}: WorkerOptions = {}): Promise<() => Promise<void>> {
  const abort = new AbortController()
  const queues = openQueues(prefix)
  for (const queue of Object.values(queues)) queue.on('error', (error) => log.warn({ error: error.name }, 'queue'))
  const workers = lanes.map((lane) => openWorker(lane, (job) => runJob(job, abort.signal, now), prefix, lockMs))
  for (const worker of workers) {
    worker.on('error', (error) => log.warn({ error: error.name }, 'worker'))
    worker.on('failed', (job, error) => log.warn({ job: job?.name, id: job?.id, error: error.name }, 'job failed'))
  }
  const eventJobs = JOBS.filter(isEventJob)
  const hand = (job: EventJob, { eventId, controllerId, requestId }: EventPayload) =>
    enqueue(queues, job, { eventId, controllerId, requestId })
  const relaying = repeat('relay', LOOK_EVERY_MS, async () => {
    while ((await relay(eventJobs, hand, now())) === RELAY_BATCH);
  })
  const scheduling = repeat('schedules', KEEP_SCHEDULES_EVERY_MS, async () => {
    for (const job of JOBS.filter(isScheduled)) await keepSchedule(queues, job)
  })
  let silence = async () => {}
  const listening = repeat('listen', KEEP_SCHEDULES_EVERY_MS, async () => {
    await silence()
    silence = await listenForEvents(relaying.wake, () => log.warn('lost the wake-up connection'))
  })
  return async () => {
    abort.abort()
    await Promise.all([relaying.stop(), scheduling.stop(), listening.stop()])
    await silence().catch(() => {})
    await Promise.all(workers.map((worker) => worker.close()))
    await Promise.all(Object.values(queues).map((queue) => queue.close()))
  }
}
