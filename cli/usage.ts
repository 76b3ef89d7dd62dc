import type { Words } from '#domain/certificate/certificate.ts'

/** 0 what was checked holds · 1 it does not, and why was said · 2 there was nothing that could be checked. */
export type Exit = 0 | 1 | 2

/** Input that cannot be checked at all; its message is for whoever typed the command. */
export class UnusableInput extends Error {
  override name = 'UnusableInput'
}

export const usage = `hakku: checks evidence, computes deadlines and looks after keys

  hakku verify <certificate.jws | package.zip | package folder> --jwks <file | https://…> [--lang id | en]
      Checks a deletion certificate, or a package of data, without asking anyone.
  hakku audit export --out <file.jsonl>
      Writes every event, leaf and checkpoint of every controller. Needs DATABASE_URL.
  hakku audit verify [<file.jsonl>] [--jwks <file | https://…>] [--checkpoint <file>]
      Recomputes the audit log: a file, or without one the database itself.
  hakku source preview --dataset <file.yml> --connection <url> [--dataset … --connection …]
      --identity email=… [--identity …] [--erase [--category user.contact …]] [--json]
      Says what a request would reach, or an erasure would do. Changes nothing; needs no portal.
  hakku source check --dataset <file.yml> --connection <url> [--dataset … --connection …] [--json]
      Compares datasets with their databases: connection, rights, columns, types, keys, what cannot be reached.
  hakku source draft --connection <url> [--schema public] [--key <name>]
      Prints a first dataset from a live database; what it guessed is marked as a guess.
  hakku source schema
      Prints the JSON Schema of dataset files.
  hakku ledger replay [--source <key>] [--dry-run] [--json]
      After a source was restored from a backup: finds what had been erased and is back, erases it again in the same
      way, and replaces the certificates. Needs DATABASE_URL and MASTER_KEY. Safe to repeat.
  hakku keys rotate-controller <controller id>
      Gives a controller a new key and wraps its requests' keys with it. Needs DATABASE_URL and MASTER_KEY.
  hakku keys rotate-master --to <file with the new key>
      Wraps what the master key wraps with a new one. Stop web and worker first.
  hakku clock eval < <vectors.json>
      Computes deadlines: one vector, an array, a case {vectors} or a file {cases}; answers JSON in the same places.
  hakku clock explain < <vectors.json> [--lang id | en]
      Says the arithmetic in words. A vector: {clock, tz, start: {at | date}, verified_at, identity_received,
      pauses: [{reason, from, to}], extension: {notified_at}, calendar, contract_days, first_suspected,
      also: {processor_instructed_at, subject_notified_at}, completed: {at}}; all but the first three may be left out.

The issuer publishes its keys at /.well-known/jwks.json. Save them once and the check needs no network.
Exit code: 0 valid or done, 1 invalid (the reason is printed), 2 unusable input.`

export type Language = keyof Words
export const LANGUAGES: readonly Language[] = ['id', 'en']

/** @throws UnusableInput when it is not a language of ours */
export function languages(chosen: string | undefined): readonly Language[] {
  if (chosen === undefined) return LANGUAGES
  const known = LANGUAGES.filter((language) => language === chosen)
  if (known.length === 0) throw new UnusableInput('--lang: expected id or en')
  return known
}

/** What others wrote must not move the cursor, hide text or turn its direction. */
const harmless = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\uFFFD')

export function print(...lines: string[]): void {
  for (const line of lines) console.log(harmless(line))
}
