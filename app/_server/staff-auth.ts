import type { CookieOption, NextAuthOptions } from 'next-auth'
import { Temporal } from 'temporal-polyfill'
import { cookieSecret } from '#data/sessions/cookie-secret.ts'
import { endSession } from '#data/sessions/end.ts'
import { signInByProvider } from '#data/sessions/sign-in-by-provider.ts'
import { ABSOLUTE_HOURS } from '#domain/session-rules.ts'
import { env } from '#env'
import { log } from '#log'
import { SIGN_IN } from './staff.ts'
import { STAFF_COOKIE, sessionToken } from './staff-cookies.ts'

const now = () => Temporal.Now.instant()

const cookie = (name: string, maxAge?: number): CookieOption => ({
  name,
  options: { httpOnly: true, secure: true, sameSite: 'lax', path: '/', ...(maxAge && { maxAge }) },
})

type Provider = NextAuthOptions['providers'][number]
type Profile = { sub: string; email?: string; email_verified?: boolean }

/** Any OpenID Connect provider that publishes its settings. Only an address it vouches for is believed. */
function providers(): Provider[] {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET } = env
  if (!OIDC_ISSUER || !OIDC_CLIENT_ID || !OIDC_CLIENT_SECRET) return []
  return [
    {
      id: 'oidc',
      name: 'OpenID Connect',
      type: 'oauth',
      wellKnown: `${OIDC_ISSUER.replace(/\/$/, '')}/.well-known/openid-configuration`,
      authorization: { params: { scope: 'openid email' } },
      clientId: OIDC_CLIENT_ID,
      clientSecret: OIDC_CLIENT_SECRET,
      idToken: true,
      checks: ['pkce', 'state', 'nonce'],
      profile: ({ sub, email, email_verified }: Profile) => ({
        id: sub,
        email: (email_verified === true && email) || null,
      }),
    },
  ]
}

export const hasProvider = (): boolean => providers().length > 0

/** next-auth carries the provider's round trip and the cookie; who is signed in is a row of ours. */
export const staffAuth = (): NextAuthOptions => ({
  secret: cookieSecret(),
  session: { strategy: 'jwt', maxAge: ABSOLUTE_HOURS * 60 * 60 },
  useSecureCookies: true,
  pages: { signIn: SIGN_IN, signOut: SIGN_IN, error: SIGN_IN, verifyRequest: SIGN_IN, newUser: SIGN_IN },
  providers: providers(),
  cookies: {
    sessionToken: cookie(STAFF_COOKIE),
    callbackUrl: cookie('__Host-hakku-callback'),
    csrfToken: cookie('__Host-hakku-csrf'),
    pkceCodeVerifier: cookie('__Host-hakku-pkce', 15 * 60),
    state: cookie('__Host-hakku-state', 15 * 60),
    nonce: cookie('__Host-hakku-nonce', 15 * 60),
  },
  // Its own words may hold what a provider said about a person: only the code of the fault is kept.
  logger: { error: (code) => log.error({ code }, 'sign-in through the provider'), warn: () => {}, debug: () => {} },
  callbacks: {
    signIn: async ({ user }) => {
      const entered = await signInByProvider({ email: user.email ?? '', previousToken: await sessionToken() }, now())
      if (!entered.ok) return `${SIGN_IN}?error=AccessDenied`
      user.id = entered.value.token
      return true
    },
    // `user` is there at sign-in only; from then on the token stays as it is. Nothing else of the profile is kept.
    jwt: ({ token, user }) => (user ? { sessionToken: user.id } : token),
    session: ({ session }) => ({ expires: session.expires }),
    redirect: ({ baseUrl }) => `${baseUrl}/desk/requests`,
  },
  events: {
    signOut: async ({ token }) => {
      if (typeof token.sessionToken === 'string') await endSession(token.sessionToken, now())
    },
  },
})
