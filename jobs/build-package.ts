import { createHash } from 'node:crypto'
import { findPackageMaterial } from '#data/packages/find-material.ts'
import { finishPackage } from '#data/packages/finish.ts'
import { writeSealed } from '#data/vault/write.ts'
import { defineJob } from './define.ts'
import { buildPackage as build } from './package/build-package.ts'
import { disputedCollection } from './package/disputed.ts'
import { aboutOf, handings } from './package/material.ts'

/** Streams the findings into a signed package, sealed as it is written. */
export const buildPackage = defineJob({
  name: 'build-package',
  on: ['execution.started', 'package.renewed'],
  lane: 'slow',
  retry: { attempts: 6, delayMs: 2_000 },
  async run({ controllerId, requestId }, { now }) {
    const actor = { kind: 'system', controllerId, job: 'build-package' } as const
    const material = requestId && (await findPackageMaterial(actor, requestId))
    if (!material) return
    const { request, controller, key, signingKey } = material
    const handed = handings(material)
    const writer = writeSealed(key, request, 'package')
    try {
      const { manifest } = await build(
        {
          reference: request.reference,
          right: request.right === 'portability' ? 'portability' : 'access',
          controller: { name: controller.name, contact: controller.contact, dpo: controller.dpoContact },
          language: request.locale,
          generatedAt: now(),
          timeZone: controller.zone,
          collections: [...handed.map(({ collection }) => collection), ...disputedCollection(material)],
          about: () => aboutOf(material, handed),
          key: signingKey,
        },
        writer.stream,
      )
      const file = await writer.finish()
      const manifestSha256 = createHash('sha256')
        .update(`${JSON.stringify(manifest, null, 2)}\n`)
        .digest('hex')
      const finished = await finishPackage(actor, { requestId, file, manifestSha256 }, now())
      if (!finished.ok) await writer.discard()
    } catch (error) {
      await writer.discard()
      throw error
    }
  },
})
