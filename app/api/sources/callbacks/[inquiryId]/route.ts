import { type NextRequest, NextResponse } from 'next/server'
import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { readText } from '#app/_server/body.ts'
import { type CallbackRefusal, locateInquiry, takeCallback } from '#data/inquiries/take-callback.ts'
import { MOST_ANSWER_BYTES } from '#domain/http-answer.ts'

const STATUS: Record<CallbackRefusal | 'too_large' | 'unreadable', 400 | 404 | 410 | 413 | 422> = {
  unknown: 404,
  closed: 410,
  invalid: 422,
  too_large: 413,
  unreadable: 400,
}

const refusal = (reason: keyof typeof STATUS) =>
  NextResponse.json(
    { type: 'about:blank', title: reason, status: STATUS[reason] },
    { status: STATUS[reason], headers: { 'content-type': 'application/problem+json' } },
  )

/** A system that is asked over https answers later (docs/http-source.md). It is known by its signature alone. */
export async function POST(request: NextRequest, context: { params: Promise<{ inquiryId: string }> }) {
  const { inquiryId } = await context.params
  const actor = z.uuid().safeParse(inquiryId).success ? await locateInquiry(inquiryId) : null
  if (!actor) return refusal('unknown')
  const body = await readText(request, MOST_ANSWER_BYTES)
  if (!body.ok) return refusal(body.reason)
  const header = (name: string) => request.headers.get(name) ?? undefined
  const headers = {
    'webhook-id': header('webhook-id'),
    'webhook-timestamp': header('webhook-timestamp'),
    'webhook-signature': header('webhook-signature'),
  }
  const taken = await takeCallback(actor, { inquiryId, headers, body: body.value }, Temporal.Now.instant)
  return taken.ok ? new NextResponse(null, { status: 204 }) : refusal(taken.reason)
}
