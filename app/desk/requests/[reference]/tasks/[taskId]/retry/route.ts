import { z } from 'zod'
import { handle } from '#app/_server/handle.ts'
import { onRequest, Reference } from '#app/_server/staff-forms.ts'
import { retryTask } from '#data/requests/retry-task.ts'

export const { GET, POST } = handle({
  ...onRequest('sources', 'retried'),
  input: z.strictObject({ reference: Reference, taskId: z.uuid() }),
  fromPath: ['reference', 'taskId'],
  verb: retryTask,
  refusals: { not_found: 404, not_allowed: 403, not_failed: 409 },
})
