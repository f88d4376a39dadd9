import pg from 'pg';

/** Two numbers that name the lock every process holds, shared, while it uses the server. */
const LOCK = '(1213549910, 1)';

/**
 * Tells the other users of one server that this process uses it too. The server forgets a killed process by itself,
 * because the lock lives in a connection.
 */
export interface Presence {
  readonly admin: pg.Client;
  /** Gives the presence up; true when nobody else is left, and then nobody can come in until the connection ends. */
  leave(): Promise<boolean>;
  close(): Promise<void>;
}

/** @param onLost the server went away under us (killed, or crashed). Called at most once, not after leave or close. */
export async function enter(config: pg.ClientConfig, onLost: () => void): Promise<Presence> {
  const admin = new pg.Client({ ...config, application_name: 'huiying presence', keepAlive: true });
  let expected = true;
  admin.on('error', () => undefined); // 'end' follows and is what we act on
  admin.on('end', () => {
    if (!expected) onLost();
  });
  try {
    await admin.connect();
    await admin.query(`select pg_advisory_lock_shared${LOCK}`);
  } catch (error) {
    await admin.end().catch(() => undefined);
    throw error;
  }
  expected = false;
  return {
    admin,
    async leave() {
      expected = true;
      await admin.query(`select pg_advisory_unlock_shared${LOCK}`);
      const { rows } = await admin.query(`select pg_try_advisory_lock${LOCK} as alone`);
      return (rows[0] as { alone: boolean }).alone;
    },
    async close() {
      expected = true;
      await admin.end().catch(() => undefined);
    },
  };
}
