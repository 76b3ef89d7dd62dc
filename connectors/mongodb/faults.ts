import {
  MongoBulkWriteError,
  MongoError,
  MongoNetworkError,
  MongoNetworkTimeoutError,
  MongoServerSelectionError,
} from 'mongodb'
import { type FaultKind, SourceFault } from '../contract.ts'

/** https://github.com/mongodb/mongo/blob/master/src/mongo/base/error_codes.yml */
const BY_CODE: readonly (readonly [FaultKind, readonly number[]])[] = [
  ['authentication_failed', [18, 8000]],
  ['permission_denied', [13]],
  ['schema_mismatch', [26, 73, 166]],
  ['timeout', [50, 202, 262, 290, 11601]],
  ['conflict', [112, 225, 246, 251, 256]],
  ['overloaded', [146, 39, 14031]],
  ['constraint', [121, 11000, 11001]],
  ['value_not_castable', [2, 9, 14, 51075, 10334, 17280]],
  ['connection_lost', [91, 189, 237, 10058, 10107, 11600, 11602, 13435, 13436]],
]
const KIND_OF = new Map(BY_CODE.flatMap(([kind, codes]) => codes.map((code) => [code, kind] as const)))

const BY_NETWORK: readonly (readonly [RegExp, FaultKind])[] = [
  [/ECONNREFUSED/, 'connection_refused'],
  [/ENOTFOUND|EAI_AGAIN|querySrv/, 'host_not_found'],
]

/** The driver's messages hold addresses and values: nothing of them goes on but a literal. */
export function faultOf(error: unknown, signal: AbortSignal): SourceFault {
  if (error instanceof SourceFault) return error
  if (signal.aborted) return new SourceFault('cancelled')
  if (!(error instanceof Error)) return new SourceFault('unknown')
  const text = `${error.message} ${error.cause instanceof Error ? error.cause.message : ''} ${'code' in error ? error.code : ''}`
  const network = BY_NETWORK.find(([pattern]) => pattern.test(text))?.[1]
  if (network) return new SourceFault(network)
  if (error instanceof MongoNetworkTimeoutError || error instanceof MongoServerSelectionError)
    return new SourceFault(/authentication/i.test(text) ? 'authentication_failed' : 'timeout')
  // Of a list of writes the driver tells only that it was not answered.
  const isUnanswered = error instanceof MongoBulkWriteError && error.code === undefined
  if (isUnanswered || error instanceof MongoNetworkError) return new SourceFault('connection_lost')
  // Of a read that promotes nothing the code is a BSON value too.
  const code = error instanceof MongoError ? Number(error.code) : Number.NaN
  return new SourceFault(KIND_OF.get(code) ?? 'unknown')
}
