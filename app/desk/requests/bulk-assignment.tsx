import { translator } from '#app/_server/i18n.ts'
import { Button } from '#app/_ui/button.tsx'
import type { Colleague } from '#data/users/list-assignable.ts'
import type { QueueView } from '#domain/queue-view.ts'
import { AssigneeSelect } from './assignee-select.tsx'

export const BULK_FORM = 'bulk-assignment'

/** Gives every ticked row one owner. */
export async function BulkAssignment({ view, people, me }: { view: QueueView; people: Colleague[]; me: string }) {
  const t = await translator('desk')
  return (
    <form
      id={BULK_FORM}
      method="post"
      action={`/desk/views/${view}/assignments`}
      className="mt-3 flex flex-wrap items-end gap-2 rounded-lg border border-line bg-sheet px-3 py-2 md:sticky md:bottom-0 md:z-10"
    >
      <AssigneeSelect id="assignee" label={t('assign.title')} people={people} me={me} nobody="none" />
      <Button slim look="quiet">
        {t('assign.go')}
      </Button>
    </form>
  )
}
