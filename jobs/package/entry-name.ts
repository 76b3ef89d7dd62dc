const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

/** Gives each text a file name that every system can unpack: `[A-Za-z0-9_.-]`, never `..`, unique without regard to case. */
export function entryNames(): (text: string) => string {
  const taken = new Set<string>()
  return (text) => {
    const plain = text
      .normalize('NFKD')
      .replace(/[^A-Za-z0-9_.-]+/g, '-')
      .replace(/\.{2,}/g, '.')
      .replace(/^[.-]+|[.-]+$/g, '')
      .slice(0, 80)
    const name = plain === '' || reserved.test(plain) ? `_${plain}` : plain
    let unique = name
    for (let copy = 2; taken.has(unique.toLowerCase()); copy += 1) unique = `${name}-${copy}`
    taken.add(unique.toLowerCase())
    return unique
  }
}
