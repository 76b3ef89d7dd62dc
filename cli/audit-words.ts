import type { LogFault, LogVerdict } from '#data/audit/verify-log.ts'

/** Why a log is refused, for the person who reads it. A reason without words does not compile. */
export const faultWords: Record<LogFault, string> = {
  line_malformed: 'a line is not as the export writes it.',
  line_out_of_place: 'a line stands where it cannot.',
  log_out_of_place: 'a controller’s log appears twice or out of order.',
  leaf_out_of_place: 'an entry is missing, doubled or moved.',
  event_missing: 'the event of an entry was removed.',
  event_of_another_log: 'an event belongs to another controller.',
  event_differs: 'an event is not the one that was sealed.',
  checkpoint_unreadable: 'a checkpoint is unreadable.',
  checkpoint_unsigned: 'a checkpoint is not signed with a key of this issuer.',
  checkpoint_out_of_place: 'a checkpoint covers another number of entries: entries before it are missing or added.',
  root_differs: 'the entries since the last good checkpoint are not those that were signed.',
  tail_unsigned: 'the last entries are under no checkpoint: it was removed, or they were put in.',
  known_checkpoint_missed: 'this is not the log of the checkpoint that you kept: it was cut or rewritten since.',
  totals_differ: 'the export’s own totals do not match it.',
  end_missing: 'the export ends too early.',
}

export const unusableWords: Record<Extract<LogVerdict, { status: 'unusable' }>['reason'], string> = {
  not_a_log: 'this is not an exported audit log.',
  keys_unusable: 'there is no usable public key.',
  known_checkpoint_unsigned: 'the checkpoint you gave is unreadable, or not signed with a key of this issuer.',
}
