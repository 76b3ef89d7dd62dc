import type { Manifest } from '#domain/package/manifest.ts'

/** `README.txt`: what the files are and how to check them, in both languages. */
export const readme = ({ reference, controller }: Pick<Manifest, 'reference' | 'controller'>): string => `\
${controller.name} · ${reference}

BAHASA INDONESIA

index.html      Buka ini dulu. Berjalan di peramban apa pun, tanpa internet.
data/           Data Anda: JSON untuk program lain, CSV untuk lembar kerja.
schemas/        Bentuk tiap berkas JSON (JSON Schema 2020-12).
manifest.json   Daftar berkas, asal, tujuan, dasar hukum, masa simpan, SHA-256.
manifest.jws    Isi manifest.json, ditandatangani (JWS, Ed25519).

Memeriksa: hitung SHA-256 setiap berkas dan bandingkan dengan manifest.json
(sha256sum, atau Get-FileHash di Windows). Bagian tengah manifest.jws adalah
manifest.json dalam base64url. Kunci publiknya ada di situs tempat Anda
mengunduh paket ini: /.well-known/jwks.json

CSV: sel yang diawali = + - @ diberi tanda petik (') di depan supaya lembar kerja
tidak menjalankannya sebagai rumus. Nilai aslinya ada di JSON.
Angka besar dan desimal ditulis sebagai teks agar tidak dibulatkan; isi biner
sebagai base64. Nilai kosong berarti tidak ada data.

Paket ini berisi data pribadi. Simpan di tempat yang aman.
Pertanyaan: ${controller.contact} · ${controller.dpo}

ENGLISH

index.html      Open this first. It works in any browser, without the internet.
data/           Your data: JSON for other programs, CSV for spreadsheets.
schemas/        The shape of each JSON file (JSON Schema 2020-12).
manifest.json   List of files, origin, purpose, legal basis, retention, SHA-256.
manifest.jws    The contents of manifest.json, signed (JWS, Ed25519).

To check: compute the SHA-256 of each file and compare it with manifest.json
(sha256sum, or Get-FileHash on Windows). The middle part of manifest.jws is
manifest.json in base64url. The public key is at the site where you downloaded
this package: /.well-known/jwks.json

CSV: a cell that starts with = + - @ has an apostrophe (') in front, so that no
spreadsheet runs it as a formula. The value itself is in the JSON.
Large and decimal numbers are written as text so that nothing is rounded; binary
contents as base64. An empty value means that there is no data.

This package holds personal data. Keep it somewhere safe.
Questions: ${controller.contact} · ${controller.dpo}
`
