// Servers of the tests' own.
import { once } from 'node:events';

// Listens on a free port of loopback until the test ends, which cuts off the clients that are still connected.
// Resolves with the port.
export async function listening(test, server) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  test.after(() => {
    server.close();
    server.closeAllConnections?.(); // a server of net has none
  });
  return server.address().port;
}
