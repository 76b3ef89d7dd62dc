'use client'

/** What the page says around a verdict, in the reader's language. */
export type VerifyWords = Record<
  | 'label'
  | 'drop'
  | 'checking'
  | 'valid'
  | 'invalid'
  | 'unusable'
  | 'proves'
  | 'provesNot'
  | 'reference'
  | 'controller'
  | 'issuer'
  | 'erased'
  | 'signedBy'
  | 'result'
  | 'found'
  | 'gone'
  | 'kept'
  | 'backups'
  | 'retained'
  | 'noKeys'
  | 'withdrawn'
  | 'stopped'
  | 'notice'
  | 'keptFor'
  | 'recipients'
  | 'corrected',
  string
>
