import type { Tx } from '#data/db.ts'

/** Ids of the living recipients who got data from a source that held some of this person, as the database decides it. */
export async function whoGotData(tx: Tx, request: { id: string; controllerId: string }): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select id from recipient where controller_id = ${request.controllerId}::uuid and ended_at is null
      and hakku.got_data(id, ${request.id}::uuid)`
  return rows.map(({ id }) => id)
}
