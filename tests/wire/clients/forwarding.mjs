// An address that stays while mocks behind it start and stop. A fixed port would not work: between two mocks
// another process may take it.
import { connect, createServer } from 'node:net';
import { listening } from '../listening.mjs';

export async function forwarding(test, mock) {
  let port = mock.socketPort;
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const [one, other] of [[near, far], [far, near]]) {
      one.on('error', () => {});
      one.on('close', () => other.destroy());
    }
    near.pipe(far).pipe(near);
  });
  return { socketPort: await listening(test, server), to: (next) => (port = next.socketPort) };
}
