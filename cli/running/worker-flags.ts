/**
 * For the worker's Node. Left to itself V8 sizes its heap by the machine and lets rubbish lie for hundreds of megabytes:
 * what a worker needs at once is 100. Its sets of millions of keys stand outside this heap. Prisma's WebAssembly is
 * compiled once, plainly: to compile it a second time took 30 to 50 MB and won no time. That the heap grows slowly spares
 * 60 MB of an erasure of 300,000 rows, whose steps take as long, but for reading again (half as long again).
 */
export const WORKER_FLAGS = [
  '--max-old-space-size=512',
  '--max-semi-space-size=4',
  '--optimize-for-size',
  '--liftoff-only',
] as const

/** For glibc: one pool, and what is large goes back to the system when it is freed. Elsewhere these say nothing. */
export const WORKER_MEMORY = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: '131072',
  MALLOC_TRIM_THRESHOLD_: '131072',
} as const
