import { type FoundDrift, findDrift } from '#data/sources/find-drift.ts'
import { findSourceKeepers } from '#data/users/find-watchers.ts'
import { formatInstant, type Locale } from '#domain/clock/wording.ts'
import { DIFFERENCES } from '#domain/source/drift.ts'
import { renderMail } from '#emails/render.ts'
import { defineJob } from './define.ts'
import { mailTeam } from './mail-team.ts'
import { pageUrl } from './notify.ts'

const NAME = 'mail-source-drift'

/** Tells whom its sources concern, once for each change, that a source is no longer what its map says. */
export const mailSourceDrift = defineJob({
  name: NAME,
  on: ['source.drifted'],
  lane: 'swift',
  retry: { attempts: 8, delayMs: 1_000 },
  async run({ controllerId, eventId }, { now }) {
    const drift = await findDrift({ kind: 'system', controllerId, job: NAME }, eventId)
    if (!drift) return
    const readers = (await findSourceKeepers(controllerId)).map(({ userId, ...reader }) => ({ ...reader, id: userId }))
    const about = { ...drift, template: 'source-drift', eventId, requestId: null, readers } as const
    await mailTeam(about, ({ locale }) => mailIn(locale, drift), now)
  },
})

const mailIn = (locale: Locale, { sourceId, name, controller, kinds, at }: FoundDrift) =>
  renderMail({
    template: 'source-drift',
    locale,
    props: {
      controller,
      portalUrl: pageUrl(`/desk/sources/${sourceId}`),
      date: formatInstant(at, controller.zone, locale),
      source: name,
      found: DIFFERENCES.flatMap((kind) => (kinds[kind] ? [{ kind, count: kinds[kind] }] : [])),
    },
  })
