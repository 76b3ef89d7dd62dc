export type Judged = { problems: readonly string[]; seen: number; note?: string }
export type Report = {
  say: (text: string) => void
  /** One line an invariant. One that saw nothing has proved nothing. */
  judge: (name: string, judged: Judged) => void
  /** Says the totals. @returns whether all held */
  close: () => boolean
}

const SHOWN = 5

export function openReport(): Report {
  const counts = { passed: 0, failed: 0 }
  const say = (text: string) => void process.stdout.write(`${text}\n`)
  return {
    say,
    judge(name, { problems, seen, note }) {
      const holds = problems.length === 0 && seen > 0
      counts[holds ? 'passed' : 'failed'] += 1
      say(`${holds ? 'ok    ' : 'FAILED'} ${name}: ${seen}${note ? `, ${note}` : ''}`)
      for (const problem of problems.slice(0, SHOWN)) say(`         ${problem}`)
      if (problems.length > SHOWN) say(`         and ${problems.length - SHOWN} more`)
    },
    close() {
      say(`${counts.passed} passed, ${counts.failed} failed`)
      return counts.failed === 0 && counts.passed > 0
    },
  }
}
