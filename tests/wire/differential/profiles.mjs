// The profiles of scenarios. All behave like `conformance`; only timings differ.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../chatmock.mjs';

const read = (name) => JSON.parse(readFileSync(join(repository, 'fixtures', 'profiles', `${name}.json`), 'utf8'));
const conformance = read('conformance');

const calm = {
  ...conformance,
  protocol: {
    ping_interval_ms: 25_000,
    ping_timeout_ms: 20_000,
    upgrade_timeout_ms: 10_000,
    connect_timeout_ms: 45_000,
    max_payload: 1000,
  },
};
const withTimings = (timings) => ({ ...calm, protocol: { ...calm.protocol, ...timings } });

// A real server's clock cannot be held: scenarios wait for `brisk` and `hasty` in real time, with room for a
// busy machine.
export const profiles = {
  calm,
  brisk: withTimings({ ping_interval_ms: 1500, ping_timeout_ms: 2500 }),
  hasty: withTimings({ upgrade_timeout_ms: 2000, connect_timeout_ms: 2000 }),
  guarded: { ...calm, auth: read('default').auth },
};
