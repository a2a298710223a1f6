// The alternative to the mock: a Socket.IO server of Node.js, with the mock's auth and its payload, and
// a small control port that takes the same calls.
//
//   node node-server.mjs FIXTURE
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';

const { Server } = createRequire(new URL('../wire/', import.meta.url))('server-4');

const payload = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const socketServer = http.createServer();
const io = new Server(socketServer);

io.use((socket, next) => {
  const { jwt_token: token } = socket.handshake.query;
  next(!token || /^(invalid|expired)/.test(token) ? new Error('Unauthorization') : undefined);
});
io.on('connection', (socket) => socket.join(socket.handshake.query.jwt_token));

// Resolves when the transport has all packets that are queued for the socket.
function written(socket) {
  return new Promise((resolve) => socket.conn.once('drain', resolve));
}

async function inject({ to = {}, repeat = 1, await: when }) {
  const target = to.user === undefined ? io : io.to(to.user);
  const recipients = when === 'written' ? await target.fetchSockets() : [];
  const all = Promise.all(recipients.map(({ id }) => written(io.sockets.sockets.get(id))));
  for (let i = 0; i < repeat; ++i) target.emit('NewMessage', payload);
  await all;
}

async function bodyOf(request) {
  let text = '';
  for await (const piece of request) text += piece;
  return text === '' ? {} : JSON.parse(text);
}

const controlServer = http.createServer(async (request, response) => {
  if (request.method === 'POST') await inject(await bodyOf(request));
  response.setHeader('content-type', 'application/json');
  response.end('{}');
});

function listening(server) {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));
}

const [socketPort, controlPort] = await Promise.all([listening(socketServer), listening(controlServer)]);
console.log(JSON.stringify({ socket: `ws://127.0.0.1:${socketPort}`, control: `http://127.0.0.1:${controlPort}` }));
