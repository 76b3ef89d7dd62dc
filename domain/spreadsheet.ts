const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/
const plainNumber = /^-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$/

/** A spreadsheet runs a cell that starts like a formula; an apostrophe in front makes it text (OWASP, CSV injection). */
export const harmlessCell = (text: string): string =>
  formulaStart.test(text) && !plainNumber.test(text) ? `'${text}` : text

/** Without it Excel takes the file for the machine's old code page. */
export const byteOrderMark = '\uFEFF'
