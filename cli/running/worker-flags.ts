/**
 * For the worker's Node. Left to itself V8 sizes its heap by the machine and lets rubbish lie for hundreds of megabytes:
 * what a worker needs at once is 100. Its sets of millions of keys stand outside this heap.
 */
export const WORKER_FLAGS = ['--max-old-space-size=512', '--max-semi-space-size=4'] as const
