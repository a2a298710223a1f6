// Servers that tests start themselves.
import { once } from 'node:events';
import { createServer } from 'node:net';

// A port that was free a moment ago, for programs that take no port 0.
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

// Listens on a free port of loopback until the test ends, then disconnects remaining clients. Resolves with
// the port.
export async function listening(test, server) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  test.after(() => {
    server.close();
    server.closeAllConnections?.(); // a net server has no such method
  });
  return server.address().port;
}
