/** Two letters for a member of staff. Never for a data subject. */
export function Avatar({ name }: { name: string }) {
  const words = name.split(/\s+/)
  const initials = words.length > 1 ? `${words[0]?.[0] ?? ''}${words.at(-1)?.[0] ?? ''}` : name.slice(0, 2)
  return (
    <span
      role="img"
      aria-label={name}
      title={name}
      className="grid size-6.5 shrink-0 place-items-center rounded-full bg-brand-wash [[aria-selected=true]_&]:bg-sheet text-[0.6875rem] font-bold text-brand uppercase"
    >
      {initials}
    </span>
  )
}
