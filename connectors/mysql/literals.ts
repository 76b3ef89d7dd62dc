/**
 * Everything we put into a statement is a hexadecimal literal: it needs no quoting, so neither the session's sql_mode
 * (NO_BACKSLASH_ESCAPES) nor a character set can turn a value into SQL.
 */
export const bytes = (value: string | Buffer): string =>
  `x'${(typeof value === 'string' ? Buffer.from(value, 'utf8') : value).toString('hex')}'`

export const text = (value: string): string => `_utf8mb4 ${bytes(value)}`

export const quote = (name: string): string => `\`${name.replaceAll('`', '``')}\``
