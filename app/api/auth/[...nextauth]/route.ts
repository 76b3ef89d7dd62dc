import type { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import { hasProvider, staffAuth } from '#app/_server/staff-auth.ts'

type Context = { params: Promise<{ nextauth: string[] }> }

/** The provider's round trip. Without a provider there is nothing here: our own forms need none of it. */
const answer = async (request: NextRequest, context: Context): Promise<Response> =>
  hasProvider() ? NextAuth(request, context, staffAuth()) : new Response(null, { status: 404 })

export { answer as GET, answer as POST }
