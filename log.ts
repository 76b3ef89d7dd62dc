import pino from 'pino'
import { env } from '#env'

/** The only writer of logs: ids and reasons, never bodies, names, contacts, codes or tokens. */
export const log = pino({ level: env.LOG_LEVEL, base: null, timestamp: pino.stdTimeFunctions.isoTime })
