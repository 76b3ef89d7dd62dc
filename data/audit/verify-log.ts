import { parseCheckpoint, type SignedCheckpoint, verifyCheckpoint } from '#crypto/checkpoint.ts'
import { appendLeaf, type Frontier, frontierRoot } from '#crypto/merkle.ts'
import type { PublicJwk } from '#crypto/signing.ts'
import { eventLeaf, logOrigin } from './leaf.ts'
import { FIRST_LINE, type LogLine, readLine } from './log-file.ts'

export type LogFault =
  | 'line_malformed'
  | 'line_out_of_place'
  | 'log_out_of_place'
  | 'leaf_out_of_place'
  | 'event_missing'
  | 'event_of_another_log'
  | 'event_differs'
  | 'checkpoint_unreadable'
  | 'checkpoint_unsigned'
  | 'checkpoint_out_of_place'
  | 'root_differs'
  | 'tail_unsigned'
  | 'known_checkpoint_missed'
  | 'totals_differ'
  | 'end_missing'

export type LogTotals = { logs: number; leaves: number; checkpoints: number; waiting: number }
export type LogVerdict =
  | ({ status: 'valid'; oldestWaiting: string | null } & LogTotals)
  /** `index` is the leaf that is wrong, or the next one expected; `line` counts from 1. */
  | { status: 'invalid'; reason: LogFault; controllerId: string | null; index: number | null; line: number }
  | { status: 'unusable'; reason: 'not_a_log' | 'keys_unusable' | 'known_checkpoint_unsigned' }

type OpenLog = { controllerId: string; size: number; frontier: Frontier; signedSize: number; hasWaiting: boolean }
type State = {
  log: OpenLog | null
  totals: LogTotals
  oldestWaiting: string | null
  hasMetKnown: boolean
  isEnded: boolean
}
type Trust = { keys: readonly PublicJwk[]; known: SignedCheckpoint | null }

/**
 * Recomputes an exported audit log (RFC 9162, C2SP tlog-checkpoint): every leaf from its event, every root from its
 * leaves, every signature. One growing tree passes under all checkpoints, so each is consistent with those before.
 * `knownCheckpoint` is one kept elsewhere, or copied from a certificate: a log cut or rewritten since then is found.
 * Memory does not grow with the log.
 */
export async function verifyLog(
  lines: AsyncIterable<string>,
  keys: readonly PublicJwk[],
  knownCheckpoint?: string,
): Promise<LogVerdict> {
  if (keys.length === 0) return { status: 'unusable', reason: 'keys_unusable' }
  const known = knownCheckpoint === undefined ? null : openSigned(knownCheckpoint, keys)
  if (knownCheckpoint !== undefined && known === null)
    return { status: 'unusable', reason: 'known_checkpoint_unsigned' }
  const totals = { logs: 0, leaves: 0, checkpoints: 0, waiting: 0 }
  const state: State = { log: null, totals, oldestWaiting: null, hasMetKnown: known === null, isEnded: false }
  let line = 0
  const invalid = (reason: LogFault): LogVerdict => {
    const { controllerId = null, size = null } = state.log ?? {}
    return { status: 'invalid', reason, controllerId, index: size, line }
  }
  for await (const text of lines) {
    line += 1
    if (line === 1 && text !== FIRST_LINE) break
    const fault = line === 1 ? null : take(state, readLine(text), { keys, known })
    if (fault !== null) return invalid(fault)
  }
  if (line === 0 || (line === 1 && !state.isEnded)) return { status: 'unusable', reason: 'not_a_log' }
  if (!state.isEnded) return invalid('end_missing')
  if (!state.hasMetKnown) return invalid('known_checkpoint_missed')
  return { status: 'valid', ...totals, oldestWaiting: state.oldestWaiting }
}

/** Carries one line into the state. @returns what is wrong with it */
function take(state: State, line: LogLine | null, trust: Trust): LogFault | null {
  if (line === null) return 'line_malformed'
  if (state.isEnded) return 'line_out_of_place'
  if (line.kind === 'log') return openLog(state, line.controllerId)
  if (line.kind === 'end') return endOf(state, line)
  if (state.log === null) return 'line_out_of_place'
  if (line.kind === 'waiting') return takeWaiting(state, state.log, line.event)
  if (state.log.hasWaiting) return 'line_out_of_place'
  return line.kind === 'leaf' ? takeLeaf(state, state.log, line, trust) : takeCheckpoint(state, state.log, line, trust)
}

function openLog(state: State, controllerId: string): LogFault | null {
  const fault = closeLog(state.log)
  if (fault !== null) return fault
  if (state.log !== null && controllerId <= state.log.controllerId) return 'log_out_of_place'
  state.log = { controllerId, size: 0, frontier: [], signedSize: 0, hasWaiting: false }
  state.totals.logs += 1
  return null
}

/** The sealer writes leaves and their checkpoint at once: leaves that no checkpoint covers were put there by another. */
const closeLog = (log: OpenLog | null): LogFault | null =>
  log !== null && log.signedSize !== log.size ? 'tail_unsigned' : null

type Leaf = Extract<LogLine, { kind: 'leaf' }>
function takeLeaf(state: State, log: OpenLog, { index, hash, event }: Leaf, { known }: Trust): LogFault | null {
  if (index !== log.size) return 'leaf_out_of_place'
  if (event === null) return 'event_missing'
  if (event.controllerId !== log.controllerId) return 'event_of_another_log'
  const at = new Date(event.at)
  const leaf = eventLeaf({ ...event, at })
  if (at.toISOString() !== event.at || Buffer.from(leaf).toString('base64') !== hash) return 'event_differs'
  log.frontier = appendLeaf(log.frontier, leaf)
  log.size += 1
  state.totals.leaves += 1
  if (known?.origin !== logOrigin(log.controllerId) || known.size !== log.size) return null
  state.hasMetKnown = isRootOf(log, known)
  return state.hasMetKnown ? null : 'known_checkpoint_missed'
}

function takeCheckpoint(state: State, log: OpenLog, { note }: { note: string }, { keys }: Trust): LogFault | null {
  const checkpoint = parseCheckpoint(note)
  if (checkpoint === null) return 'checkpoint_unreadable'
  if (checkpoint.origin !== logOrigin(log.controllerId)) return 'checkpoint_out_of_place'
  if (checkpoint.size !== log.size || log.size === log.signedSize) return 'checkpoint_out_of_place'
  if (openSigned(note, keys) === null) return 'checkpoint_unsigned'
  if (!isRootOf(log, checkpoint)) return 'root_differs'
  log.signedSize = log.size
  state.totals.checkpoints += 1
  return null
}

function takeWaiting(state: State, log: OpenLog, event: { controllerId: string; at: string }): LogFault | null {
  if (event.controllerId !== log.controllerId) return 'event_of_another_log'
  log.hasWaiting = true
  state.totals.waiting += 1
  if (state.oldestWaiting === null || event.at < state.oldestWaiting) state.oldestWaiting = event.at
  return null
}

function endOf(state: State, said: LogTotals): LogFault | null {
  const fault = closeLog(state.log)
  if (fault !== null) return fault
  state.isEnded = true
  const { totals } = state
  const differs = (['logs', 'leaves', 'checkpoints', 'waiting'] as const).some((name) => said[name] !== totals[name])
  return differs ? 'totals_differ' : null
}

const isRootOf = ({ frontier, size }: OpenLog, { root }: SignedCheckpoint): boolean =>
  Buffer.compare(frontierRoot(frontier, size), root) === 0

/** The checkpoint, when one of the keys signed it in its own log's name and nothing else stands in it. */
function openSigned(note: string, keys: readonly PublicJwk[]): SignedCheckpoint | null {
  const origin = parseCheckpoint(note)?.origin
  if (origin === undefined) return null
  return keys.map((key) => verifyCheckpoint(note, key, origin)).find((opened) => opened !== null) ?? null
}
