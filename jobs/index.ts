import { answerSourceCheck } from './answer-source-check.ts'
import { buildPackage } from './build-package.ts'
import { checkCorrection } from './check-correction.ts'
import type { Job } from './define.ts'
import { fireTimers } from './fire-timers.ts'
import { instructRecipients } from './instruct-recipients.ts'
import { issueCertificate } from './issue-certificate.ts'
import { issueReceipt } from './issue-receipt.ts'
import { issueStatement } from './issue-statement.ts'
import { mailAcknowledgement } from './mail-acknowledgement.ts'
import { mailAnswer } from './mail-answer.ts'
import { mailAnswerReady } from './mail-answer-ready.ts'
import { mailClockWarning } from './mail-clock-warning.ts'
import { mailClocksChanged } from './mail-clocks-changed.ts'
import { mailCode } from './mail-code.ts'
import { mailErasureDone } from './mail-erasure-done.ts'
import { mailErasureScheduled } from './mail-erasure-scheduled.ts'
import { mailExpiryWarning } from './mail-expiry-warning.ts'
import { mailIdentityConfirmed } from './mail-identity-confirmed.ts'
import { mailManualTask } from './mail-manual-task.ts'
import { mailProcessingStopped } from './mail-processing-stopped.ts'
import { mailQuestion } from './mail-question.ts'
import { mailRectificationDone } from './mail-rectification-done.ts'
import { mailRefusal } from './mail-refusal.ts'
import { mailSourceDrift } from './mail-source-drift.ts'
import { mailUnverifiedReminder } from './mail-unverified-reminder.ts'
import { mailWithdrawn } from './mail-withdrawn.ts'
import { recomputeClocks } from './recompute-clocks.ts'
import { runStop, runTask } from './run-task.ts'
import { sealLogs } from './seal-logs.ts'
import { startCollecting } from './start-collecting.ts'
import { startCorrecting } from './start-correcting.ts'
import { sweepClocks } from './sweep-clocks.ts'
import { sweepExpired } from './sweep-expired.ts'
import { hastenSourceChecks, sweepSources } from './sweep-sources.ts'
import { sweepVaultFiles } from './sweep-vault.ts'

/** Every job there is. A job missing here does not exist. */
export const JOBS: readonly Job[] = [
  mailAcknowledgement,
  mailCode,
  mailQuestion,
  mailClocksChanged,
  mailClockWarning,
  mailManualTask,
  mailSourceDrift,
  mailIdentityConfirmed,
  mailUnverifiedReminder,
  startCollecting,
  checkCorrection,
  startCorrecting,
  issueStatement,
  mailRectificationDone,
  runStop,
  hastenSourceChecks,
  runTask,
  mailErasureScheduled,
  buildPackage,
  mailAnswer,
  mailAnswerReady,
  mailExpiryWarning,
  instructRecipients,
  issueCertificate,
  issueReceipt,
  mailErasureDone,
  mailProcessingStopped,
  mailRefusal,
  mailWithdrawn,
  recomputeClocks,
  answerSourceCheck,
  fireTimers,
  sweepClocks,
  sweepSources,
  sealLogs,
  sweepExpired,
  sweepVaultFiles,
]
