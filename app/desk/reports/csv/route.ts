import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify/sync'
import type { NextRequest } from 'next/server'
import { Temporal } from 'temporal-polyfill'
import { fileAnswer } from '#app/_server/file-answer.ts'
import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { requireStaff } from '#app/_server/staff.ts'
import { listControllers } from '#data/queue/list.ts'
import { measureReport } from '#data/reports/measure.ts'
import { ReportQuery } from '#domain/report.ts'
import { byteOrderMark } from '#domain/spreadsheet.ts'
import { reportCells } from '../cells.ts'

/** The report as a table for spreadsheets: RFC 4180, numbers with a point, hours not rounded to words. */
export async function GET(request: NextRequest): Promise<Response> {
  const { actor } = await requireStaff()
  const query = ReportQuery.parse(Object.fromEntries(request.nextUrl.searchParams))
  const report = await measureReport(actor, query, Temporal.Now.instant())
  const shown = { report, by: query.by, controllers: await listControllers(actor) }
  const cells = reportCells(shown, await translator('desk'), await currentLocale())
  const bytes = Buffer.from(byteOrderMark + stringify(cells, { record_delimiter: '\r\n' }))
  return fileAnswer({
    stream: Readable.from([bytes]),
    bytes: bytes.length,
    fileName: `hakku-${query.by}-${report.period.from}-${report.period.to}.csv`,
    mediaType: 'text/csv; charset=utf-8',
  })
}
