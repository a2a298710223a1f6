// Socket.IO 5 over Engine.IO 4, and Socket.IO 4 over Engine.IO 3: namespaces, events, acknowledgements.
import { lengthPrefixed } from '../payload.mjs';
import { elapsed, end, frame, mark, receive, sessions } from '../steps.mjs';

const four = sessions(4);
const three = sessions(3);
const said = (...packets) => packets.map((packet) => frame('ws', packet));
const placeholder = (num) => `{"_placeholder":true,"num":${num}}`;
const bytesOf = { 3: (...payload) => [4, ...payload], 4: (...payload) => payload };

// A client in `/` by WebSocket: the handshake, the acceptance, and the event `auth`.
const joined = {
  3: [three.websocket(), receive('ws', 3)],
  4: [four.websocket(), receive('ws'), ...said('40'), receive('ws', 2)],
};

// [description, the client's packets, the number of answered frames]
const answered = [
  ['an event', ['42["message",1,"two",{"three":[null,true]}]'], 1],
  ['an event without arguments', ['42["message"]'], 1],
  ['an event beyond ASCII', ['42["message","é€😀\u2028"]'], 1],
  ['an event with floating point', ['42["message",1.5,-0.25,1e21]'], 1],
  ['an acknowledgement', ['427["message-with-ack","x",{"y":1}]'], 1],
  ['an acknowledgement with id 0', ['420["message-with-ack"]'], 1],
  ['an event with an id that is never acknowledged', ['429["message","x"]'], 1],
  ['an unknown event', ['42["unknown",1]', '42["message","after"]'], 1],
  ['an event whose name is a number', ['42[1,2]', '42["message","after"]'], 1],
  ['the event "error"', ['42["error"]', '42["message","after"]'], 1],
  ['an event without payload', ['42', '42["message","after"]'], 1],
  ['an answer without anything', ['43', '42["message","after"]'], 1],
  ['an answer without id', ['43["x"]', '42["message","after"]'], 1],
  ['an answer to nothing', ['439["x"]', '42["message","after"]'], 1],
  ['several in a row', ['42["message",1]', '421["message-with-ack",2]', '42["message",3]'], 3],
];

// Packets for which a server closes the session.
const malformed = [
  '42{}', '42[]', '42["connect"]', '42["connect_error"]', '42["disconnect"]', '42["disconnecting"]',
  '42["newListener"]', '42["removeListener"]', '42abc["x"]', '42["x"', '42[null]', '42[{}]', '49', '4',
  '4/custom', '45["x"]',
  '450-["x"]', '4511-["x"]', '45x-["x"]', '451-["message",{"_placeholder":true,"num":5}]', '44', '44"x"',
  '44{"message":"x"}',
  '40[]', '40"x"', '40null', '41{}', '43{}',
];

const everyVersion = [3, 4].flatMap((engineio) => {
  const { open, post, poll, websocket } = { 3: three, 4: four }[engineio];
  const binary = (...payload) => frame('ws', bytesOf[engineio](...payload));
  const scenario = (what, steps, options) => ({
    name: `socketio ${engineio}: ${what}`, engineio, steps: [...joined[engineio], ...steps], ...options,
  });
  return [
    ...answered.map(([what, packets, count]) => scenario(what, [...said(...packets), receive('ws', count)])),
    ...malformed.map((packet) => scenario(`malformed ${packet}`, [
      ...said(packet, '42["message","after"]'), end('ws', 300),
    ])),
    scenario('a binary event', [
      ...said(`451-["message",${placeholder(0)}]`), binary(1, 2, 3), receive('ws', 2),
    ]),
    scenario('a binary event with two attachments, out of order and nested', [
      ...said(`452-["message",{"b":${placeholder(1)}},[${placeholder(0)}]]`), binary(1), binary(2), receive('ws', 3),
    ]),
    scenario('a binary event whose attachments are base64', [
      ...said(`451-["message",${placeholder(0)}]`, engineio === 4 ? 'bAQID' : 'b4AQID'), receive('ws', 2),
    ]),
    scenario('a binary acknowledgement', [
      ...said(`451-8["message-with-ack",${placeholder(0)},"x"]`), binary(9), receive('ws', 2),
    ]),
    scenario('a binary event in a namespace', [
      ...said('40/custom,'), receive('ws', 2), ...said(`451-/custom,3["message-with-ack",${placeholder(0)}]`),
      binary(7), receive('ws', 2),
    ]),
    scenario('an empty attachment', [...said(`451-["message",${placeholder(0)}]`), binary(), receive('ws', 2)]),
    scenario('ten attachments', [
      ...said(`4510-["message",${Array.from({ length: 10 }, (_, i) => placeholder(i)).join()}]`),
      ...Array.from({ length: 10 }, (_, i) => binary(i)), receive('ws', 11),
    ]),
    scenario('text while an attachment is due', [
      ...said(`451-["message",${placeholder(0)}]`, '42["message","early"]'), end('ws', 300),
    ]),
    scenario('binary that nothing announced', [binary(1), end('ws', 300)]),
    scenario('a placeholder beyond the attachments', [
      ...said(`451-["message",${placeholder(1)}]`), binary(1), end('ws', 300),
    ]),
    scenario('an event in a namespace without having joined it', [
      ...said('42/custom,["message",1]', '42["message","after"]'), end('ws', 300),
    ]),
    scenario('a namespace', [
      ...said('40/custom,'), receive('ws', 2),
      ...said('42/custom,["message",1]', '42/custom,5["message-with-ack",2]', '42["message",3]'),
      receive('ws', 3),
    ]),
    scenario('a namespace without its comma', [
      ...said('40/custom'), receive('ws', 2), ...said('41/custom', '42["message",1]'), receive('ws'),
    ]),
    scenario('an unknown namespace', [
      ...said('40/random,'), receive('ws'), ...said('42["message","after"]'), receive('ws'),
    ]),
    scenario('leaving a namespace', [
      ...said('40/custom,'), receive('ws', 2), ...said('41/custom,', '42["message",1]'), receive('ws'),
      ...said('40/custom,'), receive('ws', 2),
    ]),
    scenario('leaving, and coming again', [
      ...said('41', '40'), receive('ws', 2), ...said('42["message",1]'), receive('ws'),
    ], { against: [4] }),
    scenario('an event after leaving', [...said('41', '42["message",1]'), end('ws', 300)]),
    scenario('CONNECT twice', [...said('40'), end('ws', 300)]),
    scenario('CONNECT twice in a namespace', [
      ...said('40/custom,'), receive('ws', 2), ...said('40/custom,'), end('ws', 300),
    ]),
    {
      name: `socketio ${engineio}: over polling`,
      engineio,
      steps: engineio === 4
        ? [open(), post('40'), poll(2), post('42["message",1]\x1e427["message-with-ack","x"]'), poll(2)]
        : [open(3), post(lengthPrefixed('42["message",1]', '427["message-with-ack","x"]')), poll(2)],
    },
    {
      name: `socketio ${engineio}: beyond ASCII over polling`,
      engineio,
      steps: engineio === 4
        ? [open(), post('40'), poll(2), post('42["message","é€😀"]'), poll()]
        : [open(3), post(lengthPrefixed('42["message","é€😀"]')), poll()],
    },
    {
      name: `socketio ${engineio}: binary over polling`,
      engineio,
      steps: engineio === 4
        ? [open(), post('40'), poll(2), post(`451-["message",${placeholder(0)}]\x1ebAQIDBA==`), poll(2)]
        : [open(3), post(lengthPrefixed(`451-["message",${placeholder(0)}]`, 'b4AQIDBA==')), poll(2)],
    },
    {
      name: `socketio ${engineio}: no token`,
      engineio,
      profile: 'guarded',
      steps: engineio === 4 ? [
        websocket(), receive('ws'), ...said('40'), receive('ws'),
      ] : [websocket(), receive('ws', 2)],
    },
    {
      name: `socketio ${engineio}: no token, over polling`,
      engineio,
      profile: 'guarded',
      steps: engineio === 4 ? [open(), post('40'), poll()] : [open(2)],
    },
  ];
});

const guarded = { 3: sessions(3, { query: '&jwt_token=alice' }), 4: sessions(4, { query: '&jwt_token=alice' }) };

export default [
  ...everyVersion,
  {
    name: 'socketio 4: CONNECT with a payload',
    engineio: 4,
    steps: [
      four.websocket(), receive('ws'), ...said('40{"token":"é","n":[1]}'), receive('ws', 2),
      ...said('40/custom,{"b":2}'), receive('ws', 2),
    ],
  },
  {
    name: 'socketio 4: a namespace without "/"',
    engineio: 4,
    steps: [
      four.websocket(), receive('ws'), ...said('40/custom,'), receive('ws', 2),
      ...said('42/custom,["message",1]'), receive('ws'),
    ],
  },
  {
    name: 'socketio 4: an event before CONNECT',
    engineio: 4,
    steps: [four.websocket(), receive('ws'), ...said('42["message",1]'), end('ws', 300)],
  },
  {
    name: 'socketio 4: no CONNECT',
    engineio: 4,
    profile: 'hasty',
    steps: [four.websocket(), receive('ws'), mark, end('ws'), elapsed(1000)],
  },
  {
    name: 'socketio 4: no CONNECT over polling',
    engineio: 4,
    profile: 'hasty',
    steps: [four.open(), mark, four.park(), { do: 'answer', on: 'parked' }, elapsed(1000), four.get()],
  },
  {
    name: 'socketio 4: CONNECT in time',
    engineio: 4,
    profile: 'hasty',
    steps: [
      four.websocket('late'), receive('late'), four.websocket(), receive('ws'), ...said('40'), receive('ws', 2),
      end('late'), ...said('42["message",1]'), receive('ws'),
    ],
  },
  {
    name: 'socketio 4: an unknown namespace alone does not count as connected',
    engineio: 4,
    profile: 'hasty',
    steps: [four.websocket(), receive('ws'), ...said('40/random,'), receive('ws'), end('ws')],
  },
  {
    name: 'socketio 4: refused, then again',
    engineio: 4,
    profile: 'guarded',
    steps: [four.websocket(), receive('ws'), ...said('40'), receive('ws'), ...said('40{"token":"x"}'), receive('ws')],
  },
  ...[3, 4].map((engineio) => ({
    name: `socketio ${engineio}: a good token`,
    engineio,
    profile: 'guarded',
    steps: [guarded[engineio].websocket(), receive('ws'), ...(engineio === 4 ? said('40') : []), receive('ws', 2)],
  })),
  {
    name: 'socketio 3: a namespace with a query',
    engineio: 3,
    steps: [
      ...joined[3], ...said('40/custom?jwt_token=alice,'), receive('ws', 2), ...said('42/custom,["message",1]'),
      receive('ws'),
    ],
  },
  {
    name: 'socketio 3: no CONNECT timeout for connected clients',
    engineio: 3,
    against: [4],
    profile: 'hasty',
    steps: [
      four.websocket('late'), receive('late'), ...joined[3], end('late'), ...said('42["message",1]'),
      receive('ws'),
    ],
  },
];
