import pg from 'pg'

/**
 * A connection that may break at any moment. node-postgres tells of it by an `error` event, and where nobody listens
 * (handed out by the pool, not yet used) that ends the process. The next query on it fails by itself.
 */
export class SteadyClient extends pg.Client {
  constructor(...given: ConstructorParameters<typeof pg.Client>) {
    super(...given)
    this.on('error', () => {})
  }
}

/** Connections that are replaced when they break: the next query asks for another one. */
export const steadyPool = (config: Omit<pg.PoolConfig, 'Client'>): pg.Pool =>
  new pg.Pool({ ...config, Client: SteadyClient }).on('error', () => {})
