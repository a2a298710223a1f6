// Failing handshakes, and the fault that is reported if there are several.
import { answer, bytes, end, frame, receive, request, sessions } from '../steps.mjs';

const path = '/socket.io/';
const refusals = [
  ['no transport', 'GET', '?EIO=4'],
  ['an unknown transport', 'GET', '?EIO=4&transport=abc'],
  ['webtransport', 'GET', '?EIO=4&transport=webtransport'],
  ['a transport in capitals', 'GET', '?EIO=4&transport=POLLING'],
  ['no query', 'GET', ''],
  ['websocket without an upgrade', 'GET', '?EIO=4&transport=websocket'],
  ['POST', 'POST', '?EIO=4&transport=polling', '40'],
  ['PUT', 'PUT', '?EIO=4&transport=polling', '40'],
  ['DELETE', 'DELETE', '?EIO=4&transport=polling'],
  ['HEAD', 'HEAD', '?EIO=4&transport=polling'],
  ['an unknown sid', 'GET', '?EIO=4&transport=polling&sid=AAAAAAAAAAAAAAAAAAAA'],
  ['an unknown sid that objects inherit', 'GET', '?EIO=4&transport=polling&sid=__proto__'],
  ['POST with an unknown sid', 'POST', '?EIO=4&transport=polling&sid=nobody', '40'],
  ['an unknown transport before an unknown sid', 'GET', '?EIO=4&transport=abc&sid=nobody'],
  ['an unknown transport before a wrong method', 'POST', '?EIO=4&transport=abc', '40'],
  ['a wrong method before a missing upgrade', 'POST', '?EIO=4&transport=websocket', '40'],
  ['an unknown sid before another version', 'GET', '?EIO=5&transport=polling&sid=nobody'],
  ['a wrong method before another version', 'POST', '?EIO=5&transport=polling', '40'],
  ['no EIO', 'GET', '?transport=polling'],
  ['an EIO that is not a number', 'GET', '?EIO=abc&transport=polling'],
  ['EIO 5', 'GET', '?EIO=5&transport=polling'],
  ['two transports, the last of which is unknown', 'GET', '?EIO=4&transport=polling&transport=abc'],
];
const acceptances = [
  ['an empty sid', '?EIO=4&transport=polling&sid='],
  ['two transports, the last of which is known', '?EIO=4&transport=abc&transport=polling'],
  ['an escaped transport', '?EIO=4&transport=%70olling'],
  ['a cache buster', '?EIO=4&transport=polling&t=N8hyd6w'],
];

const four = sessions(4);
const three = sessions(3);
const engine = sessions(3, { path: '/engine.io/' });

export default [
  ...refusals.map(([what, method, query, body]) => ({
    name: `handshake: ${what}`, engineio: 4, steps: [request(method, path + query, { body })],
  })),
  ...acceptances.map(([what, query]) => ({
    name: `handshake: ${what}`, engineio: 4, steps: [request('GET', path + query)],
  })),
  { name: 'handshake: EIO 3', engineio: 3, steps: [engine.handshake()] },
  { name: 'handshake: EIO 3, and the packets that follow by themselves', engineio: 3, steps: [three.open(3)] },
  { name: 'handshake: EIO 4', engineio: 4, steps: [four.handshake()] },
  { name: 'handshake: a deeper path', engineio: 4, steps: [
    request('GET', '/socket.io/deeper?EIO=4&transport=polling'),
  ] },
  { name: 'handshake: a path without its slash', engineio: 4, steps: [
    request('GET', '/socket.io?EIO=4&transport=polling'),
  ] },
  {
    name: 'handshake: a control character in the Origin',
    engineio: 4,
    steps: [
      bytes('raw', `GET ${path}?EIO=4&transport=polling HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: \x01\r\n\r\n`),
      answer('raw'),
    ],
  },
  {
    name: 'handshake: another version than that of the session',
    engineio: 4,
    steps: [four.open(), request('GET', sessions(3).polling()), four.post('40'), four.poll(2)],
  },
  {
    name: 'handshake: polling a session that began as a WebSocket',
    engineio: 4,
    steps: [four.websocket(), receive('ws'), four.get(), four.post('40'), frame('ws', '40'), receive('ws', 2)],
  },
  {
    name: 'handshake: a WebSocket with an unknown transport',
    engineio: 4,
    steps: [{ ...four.websocket(), target: `${path}?EIO=4&transport=abc` }],
  },
  {
    name: 'handshake: the bare URL on a WebSocket',
    engineio: 4,
    steps: [{ ...four.websocket(), target: `${path}?jwt_token=alice` }],
  },
  {
    name: 'handshake: a WebSocket with an unknown sid',
    engineio: 4,
    steps: [{ ...four.websocket(), target: `${path}?EIO=4&transport=websocket&sid=nobody` }],
  },
  {
    name: 'handshake: a WebSocket for EIO 5',
    engineio: 4,
    steps: [{ ...four.websocket(), target: `${path}?EIO=5&transport=websocket` }],
  },
  { name: 'handshake: a WebSocket by POST', engineio: 4, steps: [four.websocket('ws', { method: 'POST' })] },
  {
    name: 'handshake: a WebSocket whose transport is polling',
    engineio: 4,
    steps: [{ ...four.websocket(), target: `${path}?EIO=4&transport=polling` }, end('ws')],
  },
  {
    name: 'handshake: a WebSocket without a key',
    engineio: 4,
    steps: [
      bytes('raw', `GET ${path}?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1\r\n` +
        'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\r\n'),
      answer('raw'),
    ],
  },
  {
    name: 'handshake: a WebSocket of another version',
    engineio: 4,
    steps: [four.websocket('ws', { headers: { 'Sec-WebSocket-Version': 12 } })],
  },
  {
    name: 'handshake: an upgrade to something else',
    engineio: 4,
    steps: [four.websocket('ws', { headers: { Upgrade: 'h2c' } })],
  },
  {
    name: 'handshake: a WebSocket with extensions and subprotocols on offer',
    engineio: 4,
    steps: [
      four.websocket('ws', {
        headers: {
          'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits',
          'Sec-WebSocket-Protocol': 'first, second',
        },
      }),
      receive('ws'),
    ],
  },
];
