import { handle } from '#app/_server/handle.ts'
import { SIGN_IN, staffActor } from '#app/_server/staff.ts'
import { changeSettings } from '#data/controllers/change-settings.ts'
import { SettingsForm, settingsAddress } from '#domain/settings.ts'

export const { GET, POST } = handle({
  actor: staffActor,
  signIn: SIGN_IN,
  input: SettingsForm,
  fromPath: ['controller'],
  verb: changeSettings,
  refusals: { not_found: 404, not_allowed: 403, changed_meanwhile: 409 },
  page: ({ controller = '' }) => settingsAddress(controller),
  done: (changes, _, { controller }) => ({
    location: `${settingsAddress(controller)}?done=${changes.length > 0 ? 'saved' : 'same'}`,
    json: { changes },
  }),
})
