import type { Dataset } from '#domain/dataset/dataset.ts'
import type { Connector, JsonValue } from '../contract.ts'

/** A row as the server writes it. */
export type Row = Readonly<Record<string, string | null>>

/** A database of its own on a real server. */
export type Scratch = {
  url: string
  run(...statements: string[]): Promise<void>
  /** A table of this name with these texts in its one column `word`. */
  insertTexts(table: string, words: readonly string[]): Promise<void>
  /** All rows of a table, every value as text, ordered by the first column. */
  rows(table: string): Promise<Row[]>
  /** Another schema of the same server: what to write before the name of a table in it. */
  elsewhere(): Promise<string>
  /** The address of a new account with these rights on these tables; `*` is every table. */
  account(...grants: (readonly [rights: string, table: string])[]): Promise<string>
  /** Ends every session of ours, as an administrator would. */
  endSessions(): Promise<void>
  /** Resolves once a statement like this is at work. */
  working(statement: 'DELETE' | 'UPDATE', table: string): Promise<void>
  drop(): Promise<void>
}

/** How a kind of database says what the suite needs said. */
export type Dialect = {
  longText: string
  quote(name: string): string
  local: string
  instant: string
  uuid: string
  bytes: string
  /** A type that holds several values, and such a value. */
  list: { type: string; value: string }
  json: string
  /** Texts are compared without regard to case by the column itself. */
  nocase: string
  dropKey(table: string): string
  /** A trigger on the table that takes half a minute for every row. */
  slow(table: string, event: 'DELETE' | 'UPDATE'): string[]
  dropSlow(table: string): string
  /** A trigger that does nothing, and one that writes the field in lower case whatever is written. */
  idle(table: string): string[]
  lowers(table: string, field: string): string[]
  /** Two tables that name each other, in a way in which both rows can be deleted, and in one in which they cannot. */
  rings: { loose: string[]; tight: string[] }
}

export type TypeCase = {
  name: string
  type: string
  /** In SQL. */
  value: string
  json: JsonValue
  /** Texts by which the row is found. */
  finds: readonly string[]
}

export type Harness = {
  kind: string
  open(url: string, dataset: Dataset, limits?: { statementTimeoutMs?: number; rows?: number }): Connector
  scratch(...ddl: string[]): Promise<Scratch>
  dialect: Dialect
  types: { ddl: readonly string[]; cases: readonly TypeCase[] }
  /** A server of its own, to be killed. */
  ownServer(): Promise<{
    scratch(...ddl: string[]): Promise<Scratch>
    kill(): Promise<void>
    start(): Promise<void>
    stop(): Promise<void>
  }>
}

export const never = new AbortController().signal
