// Which operations of the control API a kit has called, and why it need not call the others.
import assert from 'node:assert/strict';
import { operationIdOf, operationIds } from '../wire/openapi.mjs';

// A kit's `call` reaches these, too: a test has no use for a verb of its own.
const withoutVerb = {
  getEventContract: 'the same as getContract',
  getTypes: 'for compilers',
  getFileSchema: 'for editors',
  getMetrics: 'for Prometheus',
  getTls: 'of the whole process; only a mock that was started with TLS has it',
  getTlsAuthority: 'the same',
  setTlsFault: 'the same',
  removeTlsFault: 'the same',
  getHealth: 'for supervisors of the process; a test asks whether the mock is ready',
};

// Fails unless each operation was among the calls, or has a reason not to be.
export function checkCoverage(calls) {
  const reached = new Set(calls.map(operationIdOf));
  const missing = operationIds().filter((id) => !reached.has(id));
  assert.deepEqual(missing.sort(), Object.keys(withoutVerb).sort(), 'operations that no verb of the kit calls');
}
