import type { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import { staffAuth } from '#app/_server/staff-auth.ts'

type Context = { params: Promise<{ nextauth: string[] }> }

const answer = (request: NextRequest, context: Context): Promise<Response> => NextAuth(request, context, staffAuth())

export { answer as GET, answer as POST }
