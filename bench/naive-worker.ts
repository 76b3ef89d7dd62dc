import { openWorker } from '#jobs/queue.ts'
import { runJob } from '#jobs/worker.ts'

/** The worker of the obvious design: what reaches its queue is done, and nobody looks for what does not. */
const worker = openWorker('swift', (job) => runJob(job, new AbortController().signal), 'naive')
worker.on('error', () => {})
process.once('disconnect', () => process.exit(0))
process.once('SIGTERM', () => process.exit(0))
process.send?.({ serving: true })
