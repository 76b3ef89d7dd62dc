import { withoutScope } from '#data/db.ts'

const PUBLIC = {
  id: true,
  slug: true,
  kind: true,
  name: true,
  contact: true,
  dpoName: true,
  dpoContact: true,
  zone: true,
  contractDays: true,
  jurisdictions: true,
  residentJurisdictions: true,
  lapseDays: true,
} as const

/** What anybody may know of a controller. */
export type PublicController = {
  id: string
  slug: string
  kind: string
  name: string
  contact: string
  dpoName: string
  dpoContact: string
  zone: string
  contractDays: number
  jurisdictions: string[]
  residentJurisdictions: string[]
  lapseDays: number
}

/** The portals of this installation: customers first, then the operator's own. */
export const findPublicControllers = (): Promise<PublicController[]> =>
  withoutScope((tx) =>
    tx.controller.findMany({ select: PUBLIC, orderBy: [{ kind: 'asc' }, { name: 'asc' }], take: 200 }),
  )

export const findPublicController = (slug: string): Promise<PublicController | null> =>
  withoutScope((tx) => tx.controller.findUnique({ where: { slug: slug.slice(0, 100) }, select: PUBLIC }))

/** The controller that a request belongs to. */
export const findControllerOf = ({ controllerId }: { controllerId: string }): Promise<PublicController> =>
  withoutScope((tx) => tx.controller.findUniqueOrThrow({ where: { id: controllerId }, select: PUBLIC }))
