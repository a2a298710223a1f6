// Servers that tests start themselves.
import { once } from 'node:events';

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
