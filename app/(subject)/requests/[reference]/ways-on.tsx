import type { ReactNode } from 'react'
import { translator } from '#app/_server/i18n.ts'
import type { PublicController } from '#data/controllers/find-public.ts'
import type { StatusView } from '#data/requests/find-status.ts'
import { mayWithdraw } from '#domain/request.ts'

/** What else this person can do about the request. */
export async function WaysOn({ status, controller }: { status: StatusView; controller: PublicController }) {
  const t = await translator('subject')
  const { reference, appeal } = status
  return (
    <ul className="flex flex-wrap gap-x-5">
      {mayWithdraw(status.status) && <Way href={`/requests/${reference}/withdrawal`}>{t('page.withdraw')}</Way>}
      {appeal.isOpen && <Way href={`/requests/${reference}/appeal`}>{t('appeal.open')}</Way>}
      {appeal.appealedBy && <Way href="/status">{t('appeal.made', { reference: appeal.appealedBy })}</Way>}
      {appeal.appealOf && <Way href="/status">{t('appeal.about', { reference: appeal.appealOf })}</Way>}
      {appeal.follows && <Way href="/status">{t('followUp.about', { reference: appeal.follows })}</Way>}
      {appeal.followedBy && <Way href="/status">{t('followUp.made', { reference: appeal.followedBy })}</Way>}
      <Way href={`/requests/${reference}/receipt`}>{t('page.receipt')}</Way>
      <Way href={`/${controller.slug}#other-ways`}>{t('page.complain')}</Way>
    </ul>
  )
}

const Way = ({ href, children }: { href: string; children: ReactNode }) => (
  <li>
    <a href={href} className="inline-flex min-h-11 items-center">
      {children}
    </a>
  </li>
)
