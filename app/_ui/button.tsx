import type { ComponentProps } from 'react'

type Look = { look?: keyof typeof looks; slim?: boolean }

const looks = {
  main: 'border-transparent bg-brand text-brand-ink hover:bg-brand-deep',
  quiet: 'border-edge bg-transparent text-brand hover:bg-brand-wash',
  danger: 'border-transparent bg-bad text-bad-ink hover:brightness-90',
}

const shape =
  'inline-flex cursor-pointer items-center justify-center gap-2 border text-center font-semibold no-underline hover:no-underline disabled:cursor-not-allowed disabled:opacity-60 print:hidden'
const roomy = 'min-h-11 rounded-md px-5 py-2 text-base'
/** For dense desk rows; fingers still get 44 px. */
const tight = 'min-h-8.5 rounded-sm px-3 py-1 text-sm pointer-coarse:min-h-11'

const classes = ({ look = 'main', slim = false }: Look) => `${shape} ${slim ? tight : roomy} ${looks[look]}`

/** @property look one `main` per page, the next action; `danger` only for what cannot be undone */
export function Button({ look, slim, type = 'submit', ...rest }: Look & Omit<ComponentProps<'button'>, 'className'>) {
  return <button {...rest} type={type} className={classes({ ...(look && { look }), ...(slim && { slim }) })} />
}

export function LinkButton({ look, slim, ...rest }: Look & Omit<ComponentProps<'a'>, 'className'> & { href: string }) {
  return <a {...rest} className={classes({ ...(look && { look }), ...(slim && { slim }) })} />
}
