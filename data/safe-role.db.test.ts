import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { assertSafeRole, excessPowers } from './safe-role.ts'

describe('the role that web and worker connect as', () => {
  const owner = new pg.Client({ connectionString: inject('ownerUrl') })
  const made: string[] = []

  beforeAll(() => owner.connect())
  afterAll(async () => {
    for (const role of made) await owner.query(`drop owned by ${role}; drop role ${role}`)
    await owner.end()
  })

  const roleWith = async (attributes: string, grants: (role: string) => string = () => ''): Promise<string> => {
    const role = `role_${randomUUID().replaceAll('-', '')}`
    await owner.query(`create role ${role} login password 'test' ${attributes}`)
    made.push(role)
    await owner.query(grants(role))
    const url = new URL(inject('appUrl'))
    url.username = role
    return url.href
  }

  test('hakku_app is fine', async () => {
    await expect(assertSafeRole(inject('appUrl'))).resolves.toBeUndefined()
  })

  test('a superuser is refused, in words', async () => {
    await expect(assertSafeRole(inject('databaseUrl'))).rejects.toThrow(/role postgres .*is a superuser/)
  })

  test.each([
    ['bypassrls', () => '', 'bypasses row-level security'],
    ['replication', () => '', 'may replicate the whole server'],
    ['', (role: string) => `grant update on event to ${role}`, 'may change or remove rows of event'],
    ['', (role: string) => `grant update (data) on event to ${role}`, 'may change or remove rows of event'],
    ['', (role: string) => `grant truncate on leaf to ${role}`, 'may change or remove rows of leaf'],
    ['', (role: string) => `grant delete on checkpoint to ${role}`, 'may change or remove rows of checkpoint'],
    ['', (role: string) => `grant update on certificate to ${role}`, 'may change or remove rows of certificate'],
    ['', (role: string) => `grant select on hakku.scope_key to ${role}`, 'may read the key that signs scopes'],
    ['noinherit', (role: string) => `grant pg_write_all_data to ${role}`, 'may change or remove rows of event'],
    ['noinherit', (role: string) => `grant postgres to ${role}`, 'is a superuser'],
  ])('%s%s is refused', async (attributes, grants, power) => {
    expect(await excessPowers(await roleWith(attributes, grants))).toContain(power)
  })

  test('owning one table is refused', async () => {
    const url = await roleWith('', (role) => `create table ${role} (); alter table ${role} owner to ${role}`)
    expect(await excessPowers(url)).toEqual([expect.stringContaining('owns the table role_')])
  })
})
