import { NextResponse } from 'next/server'

export const dynamic = 'force-dynamic'

/** The process answers; whether it can serve is what `/api/ready` says. */
export const GET = () => NextResponse.json({ ok: true }, { headers: { 'cache-control': 'no-store' } })
