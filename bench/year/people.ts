import { randomUUID } from 'node:crypto'
import { readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Temporal } from 'temporal-polyfill'
import { extendClock } from '#data/clocks/extend.ts'
import { acceptCode } from '#data/codes/accept.ts'
import { askCode } from '#data/codes/ask.ts'
import { transact } from '#data/db.ts'
import { askSubject } from '#data/questions/ask.ts'
import { replyToQuestion } from '#data/questions/reply.ts'
import { answerRequest } from '#data/requests/answer.ts'
import { approveRequest } from '#data/requests/approve.ts'
import { assignRequest } from '#data/requests/assign.ts'
import { fileRequest } from '#data/requests/file.ts'
import { refuseRequest } from '#data/requests/refuse.ts'
import { sendBack } from '#data/requests/send-back.ts'
import { submitForReview } from '#data/requests/submit-for-review.ts'
import { withdrawRequest } from '#data/requests/withdraw.ts'
import type { Result } from '#domain/result.ts'
import type { Act, PlannedRequest } from './plan.ts'
import type { Tenant, World } from './world.ts'

export type Filed = { id: string; reference: string }
type Outcome = Result<unknown, string>
type Scene = { world: World; tenant: Tenant; planned: PlannedRequest; filed: Filed; now: Temporal.Instant }

const CODE = /\b\d{6}\b/
const WORDS = 'Dikerjakan sesuai permohonan; catatan lengkap ada di berkas.'

/** As the page shows it at this moment. */
const pinned = async ({ tenant, filed }: Scene) =>
  transact(tenant.system, (tx) =>
    tx.request.findUniqueOrThrow({ where: { id: filed.id }, select: { reference: true, version: true } }),
  )

const subject = ({ tenant, filed }: Scene) =>
  ({ kind: 'subject', controllerId: tenant.controllerId, requestId: filed.id, level: 'status' }) as const

/** The code as its mail says it. */
async function mailedCode({ world, tenant, filed }: Scene): Promise<string | null> {
  const where = { requestId: filed.id, type: 'code.asked' }
  const asked = await transact(tenant.system, (tx) => tx.event.findFirst({ where, orderBy: { seq: 'desc' } }))
  const folder = join(world.dataDir, 'mail')
  const name = await readlink(join(folder, '.keys', `code.${asked?.id}`)).catch(() => null)
  return name && (CODE.exec(JSON.parse(await readFile(join(folder, name), 'utf8')).text)?.[0] ?? null)
}

const DO: Record<Exclude<Act['do'], 'file'>, (scene: Scene, act: Act) => Promise<Outcome>> = {
  ask_code: ({ filed: { reference }, now }) => askCode({ address: reference }, { reference }, now),
  async enter_code(scene) {
    const { reference } = scene.filed
    const code = (await mailedCode(scene)) ?? '000000'
    return acceptCode({ address: reference }, { reference, code }, scene.now)
  },
  withdraw: (scene) => withdrawRequest(subject(scene), {}, scene.now),
  reply: (scene) => replyToQuestion(subject(scene), { reply: WORDS }, scene.now),
  assign: ({ tenant, filed: { reference }, now }) =>
    assignRequest(tenant.lead, { reference, userId: tenant.agent.userId }, now),
  ask: async (scene, { about = 'identity' }) =>
    askSubject(scene.tenant.agent, { ...(await pinned(scene)), about, question: WORDS }, scene.now),
  extend: async (scene, { clockId = '' }) =>
    extendClock(scene.tenant.agent, { ...(await pinned(scene)), clockId, reason: WORDS }, scene.now),
  submit: async (scene) => submitForReview(scene.tenant.agent, await pinned(scene), scene.now),
  approve: async (scene) => approveRequest(scene.tenant.reviewer, await pinned(scene), scene.now),
  send_back: async (scene) => sendBack(scene.tenant.reviewer, await pinned(scene), scene.now),
  answer: async (scene) =>
    answerRequest(scene.tenant.agent, { ...(await pinned(scene)), explanation: WORDS }, scene.now),
  refuse: async (scene) =>
    refuseRequest(
      scene.tenant.reviewer,
      { ...(await pinned(scene)), code: 'no_match', article: 'UU PDP 6', explanation: WORDS },
      scene.now,
    ),
}

export async function fileOne({ world, tenant, planned, now }: Omit<Scene, 'filed'>): Promise<Filed> {
  const person = world.people[planned.number]
  const email = planned.isStranger || !person ? `nobody.${planned.number}@example.id` : person
  const filing = { right: planned.right, requesterKind: 'subject', email, name: 'Penguji' } as const
  const locale = planned.number % 3 === 0 ? 'en' : 'id'
  const given = { filing, locale, channel: 'portal', submissionKey: randomUUID() } as const
  const filed = await fileRequest(tenant.visitor, given, now)
  if (!filed.ok) throw new Error(filed.reason)
  return filed.value
}

export const carryOut = (scene: Scene, act: Act): Promise<Outcome> =>
  act.do === 'file' ? Promise.reject(new Error('filed already')) : DO[act.do](scene, act)
