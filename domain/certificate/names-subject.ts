const plain = (text: string): string => {
  const words = text.normalize('NFKC').split(/[^\p{L}\p{N}@.+]+/u)
  return ` ${words.map((word) => word.replace(/^[.]+|[.]+$/g, '')).join(' ')} `
}

/**
 * Whether somebody's own words name the subject. A name of one word is taken letter by letter: the law “UU KUP” is not
 * about Uu, and many are called like a word.
 * @param terms the subject's contacts and full name, in clear
 */
export function namesSubject(text: string, terms: readonly string[]): boolean {
  const [exact, folded] = [plain(text), plain(text.toLowerCase())]
  return terms.some((term) => {
    const asked = plain(term)
    if (asked.trim() === '') return false
    const isOneWord = !asked.trim().includes(' ') && !asked.includes('@')
    return isOneWord ? exact.includes(asked) : folded.includes(plain(term.toLowerCase()))
  })
}
