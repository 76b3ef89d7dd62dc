import { withoutScope } from '#data/db.ts'

export type Located = { controllerId: string; requestId: string }

/** Which controller and request a reference belongs to: ids only. */
export async function locateRequest(reference: string): Promise<Located | null> {
  const [located] = await withoutScope(
    (tx) => tx.$queryRaw<Located[]>`
      select controller_id as "controllerId", request_id as "requestId" from hakku.locate_request(${reference})`,
  )
  return located ?? null
}
