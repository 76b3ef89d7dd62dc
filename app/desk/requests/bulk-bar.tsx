import { translator } from '#app/_server/i18n.ts'
import { shownForm } from '#app/_server/subject-form.ts'
import { Button } from '#app/_ui/button.tsx'
import type { StaffActor } from '#data/users/find-colleague.ts'
import type { Colleague } from '#data/users/list-assignable.ts'
import { may } from '#domain/actor.ts'
import type { BulkDeed } from '#domain/bulk.ts'
import type { QueueView } from '#domain/queue-view.ts'
import { AssigneeSelect } from './assignee-select.tsx'

export const BULK_FORM = 'bulk'

type Props = { view: QueueView; people: Colleague[]; actor: StaffActor }

/** Does one thing to every ticked row; each button is its own address, so it works without script. */
export async function BulkBar({ view, people, actor }: Props) {
  const [t, form] = [await translator('desk'), await shownForm()]
  const to = (deed: BulkDeed) => `/desk/views/${view}/${deed}`
  const mayWork = may(actor, 'work_request', actor.controllerId)
  const button = (deed: BulkDeed) => (
    <Button slim look="quiet" formAction={to(deed)}>
      {t(`bulk.go.${deed}`)}
    </Button>
  )
  return (
    <form
      id={BULK_FORM}
      method="post"
      action={to('assignments')}
      className="mt-3 flex flex-wrap items-end gap-x-4 gap-y-2 rounded-lg border border-line bg-sheet px-3 py-2 md:sticky md:bottom-0 md:z-10"
    >
      <div className="flex flex-wrap items-end gap-2">
        <AssigneeSelect id="assignee" label={t('assign.title')} people={people} me={actor.userId} nobody="none" />
        {button('assignments')}
      </div>
      {mayWork && (
        <div className="flex flex-wrap items-end gap-2">
          {button('submissions')}
          {may(actor, 'approve', actor.controllerId) && button('approvals')}
          {button('returns')}
        </div>
      )}
      {mayWork && (
        <details className="self-center" open={form.error('reason') !== undefined}>
          <summary className="min-h-6 cursor-pointer text-brand pointer-coarse:min-h-11">{t('bulk.extend')}</summary>
          <div className="mt-2 flex flex-wrap items-end gap-2">
            <label className="grid gap-0.5 text-xs text-muted" htmlFor="reason">
              {t('extension.reason')}
              <input
                id="reason"
                name="reason"
                maxLength={2_000}
                defaultValue={form.value('reason')}
                className="h-8.5 w-72 max-w-full rounded-sm border border-edge bg-sheet px-2 text-sm text-ink pointer-coarse:h-11"
              />
            </label>
            {button('extensions')}
          </div>
        </details>
      )}
    </form>
  )
}
