/** A request's reference: monospace, never broken over two lines. */
export function Reference({ children }: { children: string }) {
  return <span className="font-mono text-[0.94em] whitespace-nowrap">{children}</span>
}
