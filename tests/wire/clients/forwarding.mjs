// An address that stays while the mocks behind it come and go. A port of one's own would not do: between two
// mocks somebody else may take it.
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
