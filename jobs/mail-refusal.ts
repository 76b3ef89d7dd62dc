import { notifyOn } from './notify.ts'

export const mailRefusal = notifyOn('request.refused', 'refusal', ({ right, refusal }) =>
  refusal ? { right, ...refusal } : null,
)
