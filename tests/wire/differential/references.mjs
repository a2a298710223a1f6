// The real servers, in this process, each with the app of the profile `conformance`.
import { createServer } from 'node:http';
import { once } from 'node:events';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const engineio_of = (server) => createRequire(require.resolve(server))('engine.io');

const versions = {
  4: {
    Server: require('server-4').Server,
    Engine: engineio_of('server-4').Server,
    options: { allowEIO3: true, cors: { origin: true, credentials: true } },
  },
  2: {
    Server: require('server-2'),
    Engine: engineio_of('server-2').Server,
    options: {},
  },
};

// Starts socket.io of this major version with a profile's settings; resolves with its port and `stop`.
export async function startReference(version, { protocol, auth }) {
  const { Server, Engine, options } = versions[version];
  const timings = {
    pingInterval: protocol.ping_interval_ms,
    pingTimeout: protocol.ping_timeout_ms,
    upgradeTimeout: protocol.upgrade_timeout_ms,
    connectTimeout: protocol.connect_timeout_ms,
    maxHttpBufferSize: protocol.max_payload,
  };
  const http = createServer((_, response) => response.writeHead(404).end());
  const io = new Server(http, { ...options, ...timings, serveClient: false, perMessageDeflate: false });
  const engine = new Engine({ ...options, ...timings, perMessageDeflate: false });
  engine.attach(http, { path: '/engine.io/', destroyUpgrade: false });
  engine.on('connection', (socket) => socket.on('message', (data) => socket.send(data)));
  for (const each of [engine, io.engine]) each.on('connection', forgetSoon);
  for (const name of ['/', '/custom']) furnish(io.of(name), auth !== undefined);

  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  return {
    port: http.address().port,
    stop() {
      engine.close();
      io.close();
      http.closeAllConnections();
    },
  };
}

// A closed polling session waits half a minute for a last poll; tests do not wait that long.
function forgetSoon({ transport }) {
  transport.closeTimeout = 1000;
}

function withoutAcknowledge(args) {
  return args.filter((arg) => typeof arg !== 'function');
}

function furnish(namespace, asksForToken) {
  if (asksForToken) {
    namespace.use(({ handshake }, next) => {
      const isGood = /^(?!invalid|expired)./.test(handshake.query.jwt_token ?? '');
      next(isGood ? undefined : new Error('Unauthorization'));
    });
  }
  namespace.on('connection', (socket) => {
    socket.emit('auth', socket.handshake.auth ?? {});
    socket.on('message', (...args) => socket.emit('message-back', ...withoutAcknowledge(args)));
    socket.on('message-with-ack', (...args) => args.pop()(...args));
  });
}
