import { Banner } from '#app/_ui/banner.tsx'
import { Button, LinkButton } from '#app/_ui/button.tsx'
import { Card, NextStep } from '#app/_ui/card.tsx'
import { CodeInput } from '#app/_ui/code-input.tsx'
import { DueList } from '#app/_ui/due-list.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { ErrorSummary } from '#app/_ui/error-summary.tsx'
import { Facts } from '#app/_ui/facts.tsx'
import { Note } from '#app/_ui/note.tsx'
import { RadioList } from '#app/_ui/radio-list.tsx'
import { Reference } from '#app/_ui/reference.tsx'
import { Skeleton } from '#app/_ui/skeleton.tsx'
import { Steps } from '#app/_ui/steps.tsx'
import { SubjectShell } from '#app/_ui/subject-shell.tsx'
import { Tag } from '#app/_ui/tag.tsx'
import { TextArea } from '#app/_ui/text-area.tsx'
import { TextInput } from '#app/_ui/text-input.tsx'

const controller = { name: 'Toko Sejahtera', dpoEmail: 'dpo@tokosejahtera.example' }

const errors = [
  { name: 'email', message: 'Tulis alamat email yang lengkap, misalnya nama@contoh.id' },
  { name: 'right', message: 'Pilih apa yang ingin Anda lakukan' },
]

export function SubjectGallery() {
  return (
    <SubjectShell controller={controller} back="/dev/ui?desk">
      <ErrorSummary errors={errors} />
      <StatusParts />
      <form method="post" action="/language">
        <RadioList
          isPageTitle
          name="right"
          label="Apa yang ingin Anda lakukan?"
          hint="Pilih satu. Gratis, tanpa akun, sekitar 4 menit."
          error="Pilih apa yang ingin Anda lakukan"
          chosen="erasure"
          options={[
            {
              value: 'access',
              label: 'Melihat dan menyalin data saya',
              hint: 'Akses: apa yang disimpan, untuk apa, dan siapa yang menerimanya',
            },
            {
              value: 'erasure',
              label: 'Menghapus data saya',
              hint: 'Penghapusan: dengan berita acara yang dapat diperiksa siapa pun',
            },
            { value: 'unsure', label: 'Saya belum yakin' },
          ]}
        />
        <Note>Kami tidak meminta foto KTP untuk memulai.</Note>
        <TextInput
          name="email"
          label="Alamat email"
          type="email"
          autoComplete="email"
          error="Tulis alamat email yang lengkap, misalnya nama@contoh.id"
          defaultValue="siti@"
        />
        <TextInput
          name="name"
          label="Nama"
          hint="Seperti pada akun Anda. Satu nama pun cukup."
          autoComplete="name"
          optional
        />
        <TextArea name="details" label="Apa yang perlu kami ketahui?" optional />
        <CodeInput name="code" label="Kode dari email" hint="Enam angka, berlaku 10 menit" />
        <div className="mb-8 flex flex-wrap gap-3">
          <Button>Lanjutkan</Button>
          <LinkButton href="/dev/ui" look="quiet">
            Kirim pesan
          </LinkButton>
          <Button look="danger">Hapus data saya</Button>
          <Button disabled>Menunggu</Button>
        </div>
      </form>
      <Banner>Kode baru sudah dikirim jika alamat itu kami kenal.</Banner>
      <Banner tone="ok" title="Permohonan Anda sudah kami terima" />
      <Banner tone="warn" title="Unduhan berakhir besok, 15.04 WIB">
        <a href="/dev/ui">Perpanjang tujuh hari</a>
      </Banner>
      <Banner tone="bad" title="Kode salah. Tersisa 3 percobaan." />
      <EmptyState title="Belum ada pesan">Kami menulis di sini begitu ada kabar.</EmptyState>
      <div className="mt-6">
        <Skeleton />
      </div>
    </SubjectShell>
  )
}

function StatusParts() {
  return (
    <>
      <p className="text-sm text-muted">
        Permohonan <Reference>HK-7K4Q-2MPX</Reference>
      </p>
      <p className="mb-4 text-2xl font-bold tracking-tight">Akses dan salinan data</p>
      <NextStep state="Dikerjakan">
        <p>
          Kami mengumpulkan data Anda dari 3 dari 4 sistem. <b>Anda tidak perlu melakukan apa pun sekarang.</b>
        </p>
      </NextStep>
      <Card title="Kapan Anda menerima jawaban">
        <DueList
          dues={[
            {
              promise:
                'Kami wajib memberi akses ke data dan rekam jejak pemrosesannya paling lambat Senin, 23 November 2026 pukul 15.04 WIB (UU PDP pasal 32).',
              left: '18 jam lagi',
              tone: 'warn',
              how: { title: 'Cara kami menghitung', text: '72 jam berjalan sejak diterima.' },
            },
            {
              promise: 'Jawaban permohonan (GDPR pasal 12(3)): menunggu jawaban Anda.',
              left: 'menunggu jawaban Anda',
              tone: 'warn',
              how: false,
            },
          ]}
        />
      </Card>
      <Card title="Perjalanan permohonan">
        <Steps
          steps={[
            { label: 'Diterima', state: 'done', detail: '20 November 2026, 15.04 WIB' },
            {
              label: 'Identitas diperiksa',
              state: 'done',
              detail: '20 November 2026, 15.09 WIB · kode ke email terdaftar',
            },
            { label: 'Dikerjakan', state: 'here', detail: 'sejak 20 November 2026, 15.10 WIB' },
            { label: 'Ditinjau', state: 'todo' },
            { label: 'Selesai', state: 'todo' },
          ]}
        />
      </Card>
      <Card title="Periksa jawaban Anda">
        <Facts
          facts={[
            { term: 'Permohonan', detail: 'Akses dan salinan data', change: { href: '/dev/ui', label: 'Ubah' } },
            { term: 'Untuk siapa', detail: 'Saya sendiri', change: { href: '/dev/ui', label: 'Ubah' } },
            {
              term: 'Email',
              detail: 'siti.wahyuningsih.panjang.sekali@contohpanjangsekali.example',
              change: { href: '/dev/ui', label: 'Ubah' },
            },
          ]}
        />
      </Card>
      <Tags />
    </>
  )
}

function Tags() {
  return (
    <p className="mb-8 flex flex-wrap gap-2">
      <Tag>14 hari</Tag>
      <Tag tone="brand">Dikerjakan</Tag>
      <Tag tone="ok">Terkirim</Tag>
      <Tag tone="warn">18 jam lagi</Tag>
      <Tag tone="bad">Lewat 2 jam</Tag>
    </p>
  )
}
