import { expect, inject, test } from 'vitest'
import { steadyPool } from './steady-client.ts'

test('a connection that breaks in the hand of somebody who asks nothing ends no process', async () => {
  const pool = steadyPool({ connectionString: inject('databaseUrl'), max: 2 })
  const [held, other] = await Promise.all([pool.connect(), pool.connect()])
  const { rows } = await held.query('SELECT pg_backend_pid() AS pid')
  const broken = new Promise<void>((done) => {
    held.once('end', done)
  })
  await other.query('SELECT pg_terminate_backend($1)', [rows[0].pid])
  await broken
  await expect(held.query('SELECT 1')).rejects.toThrow()
  held.release(true)
  other.release()
  await expect(pool.query('SELECT 1')).resolves.toMatchObject({ rowCount: 1 })
  await pool.end()
})
