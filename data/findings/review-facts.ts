import type { Tx } from '#data/db.ts'
import { countUnsearched } from '#data/identifiers/find.ts'
import { countLost } from '#data/redactions/carry-over.ts'
import { CollectOutcome } from '#domain/outcome.ts'
import type { Right, Status } from '#domain/request.ts'
import type { ReviewFacts } from '#domain/review.ts'
import type { Prisma } from '#prisma/generated/client.ts'

/** A request by its reference, with what its review needs. @returns null outside the actor's controllers */
export async function loadForReview(tx: Tx, reference: string) {
  const request = await tx.request.findUnique({
    where: { reference },
    include: {
      controller: true,
      tasks: { where: { purpose: { in: ['collect', 'stop'] } } },
      corrections: { select: { state: true } },
    },
  })
  return request && { request, facts: { ...reviewFacts(request), ...(await openDecisions(tx, request.id)) } }
}

/** What somebody decided that the sources' answers do not show yet. */
export const openDecisions = async (tx: Tx, requestId: string) => ({
  lostRedactions: await countLost(tx, requestId),
  unsearched: await countUnsearched(tx, requestId),
})

const STOPPING: readonly string[] = ['waiting', 'running', 'asked']

type Reviewed = Prisma.RequestGetPayload<{ include: { tasks: true; corrections: { select: { state: true } } } }>

export const reviewFacts = (request: Reviewed): ReviewFacts => ({
  controllerId: request.controllerId,
  status: request.status as Status,
  right: request.right as Right,
  identityProved: request.verifiedAt !== null,
  contactOnFile: request.contactOnFile,
  corrections: {
    proposed: request.corrections.length,
    open: request.corrections.filter(({ state }) => state === 'proposed' || state === 'unfit').length,
  },
  submittedBy: request.submittedBy,
  formerDeciderId: request.formerDeciderId,
  stopping: request.tasks.some(({ purpose, state }) => purpose === 'stop' && STOPPING.includes(state)),
  sources: request.tasks
    .filter(({ purpose }) => purpose === 'collect')
    .map(({ state, outcome }) => ({
      answered: state === 'done',
      blockingObstacles: outcome
        ? CollectOutcome.parse(outcome).obstacles.filter(({ blocking }) => blocking).length
        : 0,
    })),
})
