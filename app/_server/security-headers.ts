/** On every response, whoever makes it: a page, an API route, a static file, the gate's own refusal. */
export const securityHeaders: Readonly<Record<string, string>> = {
  // Not `no-referrer`: under that policy a browser sends `Origin: null` with our own forms, and the Origin check would refuse them.
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
}

export const noStore = 'no-store, private'

export const strictTransport = 'max-age=63072000; includeSubDomains'

/** CSP level 3 for pages. `dev` opens what hot reload needs (eval, inline styles of the overlay, its web socket). */
export function pagePolicy(nonce: string, dev: boolean): string {
  return policy({
    'script-src': `'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ''}`,
    'style-src': dev ? "'self' 'unsafe-inline'" : `'self' 'nonce-${nonce}'`,
    'img-src': "'self' data:",
    'font-src': "'self'",
    'connect-src': dev ? "'self' ws:" : "'self'",
    'manifest-src': "'self'",
    'form-action': "'self'",
  })
}

/** CSP for an answer that loads nothing. @param styleHash sha256 in base64 of its one inline style sheet */
export function bareAnswerPolicy(styleHash?: string): string {
  return policy(styleHash ? { 'style-src': `'sha256-${styleHash}'` } : {})
}

function policy(directives: Record<string, string>): string {
  const always = {
    'default-src': "'none'",
    'base-uri': "'none'",
    'frame-ancestors': "'none'",
    'object-src': "'none'",
  }
  return Object.entries({ ...always, ...directives })
    .map(([name, value]) => `${name} ${value}`)
    .join('; ')
}
