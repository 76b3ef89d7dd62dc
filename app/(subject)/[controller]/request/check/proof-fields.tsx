import { Temporal } from 'temporal-polyfill'
import { translator } from '#app/_server/i18n.ts'
import { newProof } from '#data/drafts/proof.ts'
import { ProofOfWork } from './proof-of-work.client.tsx'

/** Asked for near a limit only: the browser works, or the person waits and presses again. */
export async function ProofFields({ draftId }: { draftId: string }) {
  const t = await translator('subject')
  const { challenge, waited } = await newProof(draftId, Temporal.Now.instant())
  return (
    <>
      <ProofOfWork challenge={challenge} busy={t('check.proofBusy')} done={t('check.proofDone')} />
      <input type="hidden" name="waited" value={waited} />
    </>
  )
}
