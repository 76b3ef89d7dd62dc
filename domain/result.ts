/** A refusal is a value with a literal reason; a fault is an exception. A reason without words on the screen does not compile. */
export type Ok<T> = { ok: true; value: T }
export type Refusal<R extends string> = { ok: false; reason: R }
export type Result<T, R extends string> = Ok<T> | Refusal<R>

export const ok = <T>(value: T): Ok<T> => ({ ok: true, value })
export const refuse = <R extends string>(reason: R): Refusal<R> => ({ ok: false, reason })
