import { translator } from '#app/_server/i18n.ts'
import { requestAddress } from '#app/_server/staff-forms.ts'
import { Button } from '#app/_ui/button.tsx'
import { Card } from '#app/_ui/card.tsx'
import type { DeskRequest } from '#data/requests/find-for-desk.ts'
import type { StaffActor } from '#data/users/find-colleague.ts'
import { listAssignable } from '#data/users/list-assignable.ts'
import { may } from '#domain/actor.ts'
import { decideRefusal } from '#domain/refusal.ts'
import { isClosed } from '#domain/request.ts'
import { AssigneeSelect } from '../assignee-select.tsx'
import { PinnedForm } from './pinned-form.tsx'
import { mayAskSubject } from './questions.tsx'

/** What else may be done: an owner, a question, or a refusal. */
export async function ActionsCard({ request, actor }: { request: DeskRequest; actor: StaffActor }) {
  const t = await translator('desk')
  const { facts, assignee, reference } = request
  const mayAssign = may(actor, 'assign', facts.controllerId) && !isClosed(facts.status)
  const mayRefuse = decideRefusal(actor, facts).ok
  const mayAsk = mayAskSubject(actor, request)
  if (!mayAssign && !mayRefuse && !mayAsk) return null
  return (
    <Card dense title={t('actions.title')}>
      {mayAssign && (
        <PinnedForm request={request} to="assignment">
          <div className="flex flex-wrap items-end gap-2">
            <AssigneeSelect
              id="userId"
              label={t('assign.to')}
              people={await listAssignable(actor, facts.controllerId)}
              me={actor.userId}
              nobody=""
              chosen={assignee?.id}
            />
            <Button slim look="quiet">
              {t('assign.go')}
            </Button>
          </div>
        </PinnedForm>
      )}
      {mayAsk && (
        <p className="mt-3">
          <a
            href={`${requestAddress(reference, 'review')}#questions`}
            className="inline-flex min-h-8 items-center pointer-coarse:min-h-11"
          >
            {t('actions.ask')}
          </a>
        </p>
      )}
      {mayRefuse && (
        <p className="mt-3">
          <a
            href={requestAddress(reference, 'refusal')}
            className="inline-flex min-h-8 items-center pointer-coarse:min-h-11"
          >
            {t('actions.refuse')}
          </a>
        </p>
      )}
    </Card>
  )
}
