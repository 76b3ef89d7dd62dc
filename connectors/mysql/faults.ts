import { type FaultKind, SourceFault } from '../contract.ts'

const BY_CODE: Readonly<Record<string, FaultKind>> = {
  ECONNREFUSED: 'connection_refused',
  ENOTFOUND: 'host_not_found',
  EAI_AGAIN: 'host_not_found',
  ETIMEDOUT: 'timeout',
  ECONNRESET: 'connection_lost',
  EPIPE: 'connection_lost',
  PROTOCOL_CONNECTION_LOST: 'connection_lost',
  HANDSHAKE_NO_SSL_SUPPORT: 'connection_refused',
  HANDSHAKE_SSL_ERROR: 'connection_refused',
  AUTH_SWITCH_PLUGIN_ERROR: 'authentication_failed',
}

/**
 * By error number, https://dev.mysql.com/doc/mysql-errors/8.0/en/server-error-reference.html and
 * https://mariadb.com/kb/en/mariadb-error-code-reference/ (1900–1999 and 4000 on are MariaDB's own where they differ).
 */
const BY_NUMBER: readonly (readonly [FaultKind, readonly number[]])[] = [
  ['authentication_failed', [1045, 1130, 1251, 1524, 1698, 1862, 3118, 4151]],
  ['permission_denied', [1044, 1142, 1143, 1227, 1290, 1370, 1792, 1836]],
  ['schema_mismatch', [1049, 1054, 1103, 1109, 1146, 1267, 1271, 1305, 1356]],
  ['timeout', [1205, 1317, 1969, 3024]],
  ['conflict', [1020, 1213, 1637]],
  ['overloaded', [1021, 1037, 1038, 1040, 1041, 1114, 1203, 1226, 3170]],
  ['constraint', [1048, 1062, 1216, 1217, 1364, 1369, 1442, 1451, 1452, 1644, 1761, 1762, 3819, 4025]],
  ['value_not_castable', [1153, 1264, 1265, 1292, 1300, 1366, 1406, 1411, 1525, 3140, 3141]],
  ['connection_lost', [1053, 1077, 1080, 1152, 1158, 1159, 1160, 1161, 1927, 2006, 2013, 3169, 4031]],
]
const KIND_OF = new Map(BY_NUMBER.flatMap(([kind, numbers]) => numbers.map((number) => [number, kind] as const)))

/** By the class of the SQLSTATE, its first two characters. */
const BY_CLASS: Readonly<Record<string, FaultKind>> = {
  '08': 'connection_lost',
  '22': 'value_not_castable',
  '23': 'constraint',
  '28': 'authentication_failed',
  '40': 'conflict',
  '42': 'schema_mismatch',
  '45': 'constraint',
}

/** `number`: the server's own, for whoever needs to know more than the kind; it holds no secret. */
export class MysqlFault extends SourceFault {
  readonly number: number
  constructor(kind: FaultKind, number: number) {
    super(kind)
    this.number = number
  }
}

type DriverError = Error & { code?: unknown; errno?: unknown; sqlState?: unknown }

/** The driver's errors carry the statement, and with it values: nothing of them goes on but a literal. */
export function faultOf(error: unknown, signal: AbortSignal): SourceFault {
  if (error instanceof SourceFault) return error
  if (signal.aborted) return new SourceFault('cancelled')
  if (!(error instanceof Error)) return new SourceFault('unknown')
  const { code, errno, sqlState, message } = error as DriverError
  const known = typeof code === 'string' && Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined
  const numbered = typeof errno === 'number' ? KIND_OF.get(errno) : undefined
  const kind = known ?? numbered ?? (typeof sqlState === 'string' ? BY_CLASS[sqlState.slice(0, 2)] : undefined)
  if (kind && typeof errno === 'number' && errno > 0) return new MysqlFault(kind, errno)
  if (kind) return new SourceFault(kind)
  return new SourceFault(/closed|lost|in closed state|ended/i.test(message) ? 'connection_lost' : 'unknown')
}
