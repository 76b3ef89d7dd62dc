import { setTimeout as wait } from 'node:timers/promises'
import { acceptCode } from '#data/codes/accept.ts'
import { askCode } from '#data/codes/ask.ts'
import { transact } from '#data/db.ts'
import { approveRequest } from '#data/requests/approve.ts'
import { retryTask } from '#data/requests/retry-task.ts'
import { submitForReview } from '#data/requests/submit-for-review.ts'
import { openMailbox } from './mailbox.ts'
import { now } from './now.ts'
import type { World } from './world.ts'

const EVERY_MS = 250
const CODE = /\b\d{6}\b/
const ENDED = ['fulfilled', 'partly_fulfilled', 'refused', 'withdrawn', 'lapsed']

type Open = { id: string; reference: string; status: string; version: number; submittedBy: string | null }

export type People = {
  stop: () => Promise<void>
  /** how many requests have not reached their end, as of the last look */
  open: () => number
  retried: () => number
}

/** Subjects who prove who they are, and staff who work their queue, until they are told to stop. A fault sends them back. */
export function letPeopleWork(
  world: World,
  dataDir: string,
  emailOf: (reference: string) => string | undefined,
): People {
  const readMail = openMailbox(dataDir)
  const agent = world.staff('agent')
  const reviewer = world.staff('reviewer')
  const asked = new Set<string>()
  let isStopping = false
  let retried = 0
  let open = 0

  const openRequests = (): Promise<Open[]> =>
    transact(world.system, (tx) => tx.request.findMany({ where: { status: { notIn: ENDED } } }))

  async function prove({ reference }: Open): Promise<void> {
    const address = reference
    if (!asked.has(reference)) {
      await askCode({ address }, { reference }, now())
      asked.add(reference)
      return
    }
    const email = emailOf(reference)
    const mail = (await readMail()).findLast(({ to, key }) => to === email && key.startsWith('code.'))
    const code = mail && CODE.exec(mail.text)?.[0]
    if (code) await acceptCode({ address }, { reference, code }, now())
  }

  async function review({ reference, version, submittedBy }: Open): Promise<void> {
    if (submittedBy) await approveRequest(reviewer, { reference, version }, now())
    else await submitForReview(agent, { reference, version }, now())
  }

  async function retryFailed({ id, reference }: Open): Promise<void> {
    const failed = await transact(world.system, (tx) => tx.task.findMany({ where: { requestId: id, state: 'failed' } }))
    for (const { id: taskId } of failed) if ((await retryTask(agent, { reference, taskId }, now())).ok) retried += 1
  }

  const NEXT: Record<string, (request: Open) => Promise<void>> = {
    verifying: prove,
    reviewing: review,
    collecting: retryFailed,
    executing: retryFailed,
  }
  const loop = async () => {
    while (!isStopping) {
      const requests = await openRequests().catch(() => null)
      if (requests) open = requests.length
      for (const request of requests ?? []) if (!isStopping) await NEXT[request.status]?.(request).catch(() => {})
      await wait(EVERY_MS)
    }
  }
  const ended = loop()
  return {
    async stop() {
      isStopping = true
      await ended
    },
    open: () => open,
    retried: () => retried,
  }
}

export type Filed = { reference: string; email: string; right: string }
