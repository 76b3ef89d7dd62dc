import type { Locale, Notice, Template } from '../contract.ts'
import { Act, Fact, Letter, Para, Part } from '../letter.tsx'

/**
 * To a recipient or sub-processor, before the subject is told (PP 33/2026 art. 88). Whom it concerns is never in the
 * mail: the recipient collects the identifiers at `portalUrl` or asks the controller's contact.
 */
export type ProcessorInstructionProps = Notice & {
  recipient: string
  instruction: 'erase' | 'rectify' | 'stop'
  answerBy: string
}

const id = {
  subject: (name: string, reference: string) => `${name}: instruksi untuk permohonan ${reference}`,
  title: 'Instruksi dari Pengendali Data Pribadi',
  to: 'Kepada',
  from: 'Dari Pengendali',
  reference: 'Nomor permohonan',
  instruction: 'Instruksi',
  erase: 'Hapus semua data pribadi orang ini yang Anda proses untuk kami, termasuk di prosesor lain Anda.',
  rectify:
    'Kami telah membetulkan data pribadi orang ini. Ambil nilai yang benar dari kami dan betulkan juga pada Anda, termasuk di prosesor lain Anda.',
  stop: 'Orang ini menarik kembali persetujuannya. Hentikan semua pemrosesan data pribadinya yang didasarkan pada persetujuan itu, termasuk di prosesor lain Anda.',
  answerBy: 'Jawab paling lambat',
  identifiers: 'Pengenal orang itu tidak ada di email ini',
  collect: 'Ambil pengenalnya di portal, atau minta kepada narahubung di bawah dengan menyebut nomor permohonan.',
  action: 'Buka portal',
  answer: 'Isi jawaban Anda',
  items: {
    erase:
      'Sebutkan apa yang dihapus, dengan cara apa, dan kapan. Sebutkan juga apa yang tersisa, dasarnya, dan sampai kapan.',
    rectify: 'Sebutkan apa yang dibetulkan dan kapan. Jika tidak dapat dibetulkan, sebutkan alasannya.',
    stop: 'Sebutkan apa yang dihentikan dan kapan. Sebutkan juga pemrosesan yang tetap berjalan dan dasarnya.',
  },
  basis: {
    erase: 'Dasar: UU 27/2022 Pasal 51 ayat (1) dan PP 33/2026 Pasal 82, 84, dan 88.',
    rectify: 'Dasar: UU 27/2022 Pasal 30 dan 51 ayat (1), serta PP 33/2026 Pasal 72.',
    stop: 'Dasar: UU 27/2022 Pasal 9, 40, dan 51 ayat (1), serta PP 33/2026 Pasal 92.',
  },
}
const en: typeof id = {
  subject: (name, reference) => `${name}: instruction for request ${reference}`,
  title: 'Instruction from the controller',
  to: 'To',
  from: 'From the controller',
  reference: 'Request number',
  instruction: 'Instruction',
  erase: 'Erase all personal data of this person that you process for us, also at your own sub-processors.',
  rectify:
    'We have corrected personal data of this person. Get the right values from us and correct yours, also at your own sub-processors.',
  stop: 'This person has withdrawn consent. Stop all processing of their personal data that rests on it, also at your own sub-processors.',
  answerBy: 'Answer by',
  identifiers: 'This e-mail does not say who the person is',
  collect: 'Collect the identifiers in the portal, or ask the contact below and quote the request number.',
  action: 'Open the portal',
  answer: 'What to answer',
  items: {
    erase: 'Say what was erased, how and when. Say also what remains, on which basis and until when.',
    rectify: 'Say what was corrected and when. If it cannot be corrected, say why.',
    stop: 'Say what was stopped and when. Say also which processing goes on and on which basis.',
  },
  basis: {
    erase: 'Basis: UU 27/2022 art. 51(1) and PP 33/2026 arts. 82, 84 and 88.',
    rectify: 'Basis: UU 27/2022 arts. 30 and 51(1), and PP 33/2026 art. 72.',
    stop: 'Basis: UU 27/2022 arts. 9, 40 and 51(1), and PP 33/2026 art. 92.',
  },
}
const text: Record<Locale, typeof id> = { id, en }

export const processorInstruction: Template<ProcessorInstructionProps> = {
  text,
  subject: (locale, { controller, reference }) => text[locale].subject(controller.name, reference),
  component: (props) => {
    const t = text[props.locale]
    return (
      <Letter {...props} title={t.title}>
        <Fact label={t.to}>{props.recipient}</Fact>
        <Fact label={t.from}>{props.controller.name}</Fact>
        <Fact label={t.reference}>{props.reference}</Fact>
        <Fact label={t.instruction}>
          <strong>{t[props.instruction]}</strong>
        </Fact>
        <Fact label={t.answerBy}>
          <strong>{props.answerBy}</strong>
        </Fact>
        <Part title={t.identifiers}>
          <Para>{t.collect}</Para>
          <Act label={t.action} url={props.portalUrl} />
        </Part>
        <Part title={t.answer}>
          <Para>{t.items[props.instruction]}</Para>
          <Para>{t.basis[props.instruction]}</Para>
        </Part>
      </Letter>
    )
  },
}
