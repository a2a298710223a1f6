// A stand-in for the real service: a real Socket.IO server of Node.js, which sends the test's events to each
// caller.
import http from 'node:http';
import https from 'node:https';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

// Longer than a busy machine delays a client's answer; a recording's profile has the same.
const heartbeat = { pingInterval: 25_000, pingTimeout: 20_000 };
// A closing polling session waits this time for a last poll, and the process waits for the session.
const close_timeout_ms = 500;

// The servers by major version of Socket.IO, each with chatmock's flags for it.
export const generations = {
  4: { flags: ['--eio', '4'], start: (server) => new (require('server-4').Server)(server, { ...heartbeat }) },
  2: { flags: ['--eio', '3'], start: (server) => require('server-2')(server, { ...heartbeat }) },
};

// A server of Socket.IO 4 with connection-state recovery, for clients of both revisions of Engine.IO.
const recovering = (flags) => ({
  flags,
  start: (server) =>
    new (require('server-4').Server)(server, { ...heartbeat, allowEIO3: true, connectionStateRecovery: {} }),
});
const variants = { ...generations, recovery: recovering(['--eio', '4']), 'recovery-3': recovering(['--eio', '3']) };

// chatmock's flags for a generation, or for a variant of one.
export const flagsOf = (generation) => variants[generation].flags;

// Starts one until the test ends. `sent` are the lists of emitted arguments by the caller's token; other
// tokens are refused; a function among them gets the socket instead. With `tls` ({ key, cert }) it is https.
export async function startService(test, generation, sent, tls) {
  const server = tls ? https.createServer(tls) : http.createServer();
  const io = variants[generation].start(server);
  io.use((socket, next) => {
    const { jwt_token: token } = socket.handshake.query;
    next(Object.hasOwn(sent, token) ? undefined : new Error('Unauthorization'));
  });
  io.engine.on('connection', ({ transport }) => (transport.closeTimeout = close_timeout_ms));
  io.on('connection', (socket) => {
    for (const each of sent[socket.handshake.query.jwt_token]) {
      if (typeof each === 'function') each(socket);
      else socket.emit(...each);
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  test.after(() => {
    io.close();
    server.closeAllConnections?.();
  });
  return `${tls ? 'wss' : 'ws'}://127.0.0.1:${server.address().port}`;
}
