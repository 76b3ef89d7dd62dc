export const STAFF_ROLES = ['agent', 'reviewer', 'lead', 'auditor', 'admin'] as const
export type StaffRole = (typeof STAFF_ROLES)[number]

/** Whoever acts is named, and carries the controllers whose rows a transaction may touch. */
export type Actor =
  | { kind: 'visitor'; controllerId: string }
  | { kind: 'subject'; controllerId: string; requestId: string; level: 'status' | 'download' }
  | { kind: 'staff'; controllerId: string; userId: string; role: StaffRole; controllerIds: readonly string[] }
  | { kind: 'controller_user'; controllerId: string; userId: string }
  /** somebody outside who answers for a source, by a one-time link */
  | { kind: 'respondent'; controllerId: string; inquiryId: string }
  | { kind: 'system'; controllerId: string; job: string }

export const scopeOf = (actor: Actor): readonly string[] =>
  actor.kind === 'staff' ? [...new Set([actor.controllerId, ...actor.controllerIds])] : [actor.controllerId]

/** How an actor is written into an event: ids only. */
export function actorRecord(actor: Actor): Record<string, string> {
  switch (actor.kind) {
    case 'staff':
      return { kind: 'staff', userId: actor.userId, role: actor.role }
    case 'controller_user':
      return { kind: 'controller_user', userId: actor.userId }
    case 'system':
      return { kind: 'system', job: actor.job }
    default:
      return { kind: actor.kind }
  }
}

export type Permission =
  | 'see_queue'
  | 'open_personal_data'
  | 'work_request'
  | 'approve'
  | 'refuse'
  | 'assign'
  | 'see_audit'
  | 'manage_people'
  | 'change_settings'
  | 'load_holidays'
  | 'lift_hold'
  | 'manage_sources'

/** Roles and what they may do. An admin runs the installation and sees no personal data. */
const PERMISSIONS: Record<StaffRole, readonly Permission[]> = {
  agent: ['see_queue', 'open_personal_data', 'work_request', 'assign'],
  reviewer: ['see_queue', 'open_personal_data', 'work_request', 'approve', 'refuse', 'assign'],
  lead: [
    'see_queue',
    'open_personal_data',
    'work_request',
    'approve',
    'refuse',
    'assign',
    'see_audit',
    'change_settings',
    'load_holidays',
    'lift_hold',
    'manage_sources',
  ],
  auditor: ['see_queue', 'see_audit'],
  admin: ['manage_people', 'see_audit', 'change_settings', 'manage_sources'],
}

/** Whether this actor may do this to something of this controller. Everything not listed is refused. */
export const may = (actor: Actor, permission: Permission, controllerId: string): boolean =>
  actor.kind === 'staff' && scopeOf(actor).includes(controllerId) && PERMISSIONS[actor.role].includes(permission)
