/** The mark alone: put it inside the link that names where it goes. */
export function Wordmark() {
  return (
    <span className="inline-flex items-center gap-2.5 text-xl font-extrabold tracking-tight text-ink">
      <svg aria-hidden="true" viewBox="0 0 22 22" className="size-5.5 shrink-0">
        <path className="fill-brand" d="M7 0h8a7 7 0 0 1 7 7v8a7 7 0 0 1-7 7H2a2 2 0 0 1-2-2V7a7 7 0 0 1 7-7z" />
        <path
          className="fill-none stroke-brand-ink"
          d="m6.2 10.8 3.2 3.3 6.4-6.5"
          strokeWidth="2.4"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      Hakku
    </span>
  )
}
