import { env } from '#env'

const globals = globalThis as unknown as { hakkuOrigin?: string }

/** The gate says where it really listens (a port of 0 is chosen by the system). */
export const setOwnOrigin = (origin: string): void => {
  globals.hakkuOrigin = origin
}

/** This process's own loopback address: never taken from a request's Host. */
export const ownOrigin = (): string => globals.hakkuOrigin ?? `http://127.0.0.1:${env.PORT}`
