import { NextResponse } from 'next/server'
import { readiness } from '#data/readiness.ts'

export const dynamic = 'force-dynamic'

/** 503 until database, migrations and queue are there, so that a load balancer sends nobody here. */
export async function GET() {
  const answer = await readiness()
  return NextResponse.json(answer, { status: answer.ready ? 200 : 503, headers: { 'cache-control': 'no-store' } })
}
