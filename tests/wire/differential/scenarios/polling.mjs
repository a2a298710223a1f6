// Contents of polls and POSTs, and the time of a poll's answer.
import { lengthPrefixed, octets } from '../payload.mjs';
import { answer, drop, end, request, send, sessions } from '../steps.mjs';

const path = '/engine.io/';
const four = sessions(4, { path });
const three = sessions(3, { path });
const base64 = sessions(3, { path, query: '&b64=1' });
const binary = [4, 1, 2, 3, 4];
const asOctets = { headers: { 'Content-Type': 'application/octet-stream' } };
const asText = { headers: { 'Content-Type': 'text/plain;charset=UTF-8' } };
const max_payload = 1000;

const echoes = [
  [4, 'text', '4hello', 1],
  [4, 'several packets', '4one\x1e4two\x1e4three', 3],
  [4, 'text beyond ASCII', '4é€😀\u2028', 1],
  [4, 'an empty message', '4', 1],
  [4, 'binary', 'bAQIDBA==', 1],
  [4, 'empty binary', 'b', 1],
  [4, 'text and binary', '4one\x1ebAQIDBA==\x1e4two', 3],
  [4, 'packets that mean nothing on an open session', '0{}\x1e5\x1e6\x1e3\x1e4after', 1],
  [4, 'exactly as much as is allowed', `4${'x'.repeat(max_payload - 1)}`, 1],
  [3, 'text', lengthPrefixed('4hello'), 1],
  [3, 'several packets', lengthPrefixed('4one', '4two', '4three'), 3],
  [3, 'an empty message', lengthPrefixed('4'), 1],
  [3, 'text beyond ASCII', lengthPrefixed('4é€😀'), 1],
  [3, 'binary as base64', lengthPrefixed('b4AQIDBA=='), 1],
  [3, 'a ping', lengthPrefixed('2'), 1],
  [3, 'a ping with data', lengthPrefixed('2hello'), 1],
  [3, 'packets that mean nothing on an open session', lengthPrefixed('0{}', '5', '6', '4after'), 1],
];

// [version, description, body]: the POST is answered, and the session ends.
const garbage = [
  [4, 'text', 'abc'],
  [4, 'an unknown type', '7'],
  [4, 'an empty body', ''],
  [4, 'a ping from the client', '2'],
  [3, 'text', 'abc'],
  [3, 'an unknown type', '1:7'],
  [3, 'a length that is too long', '9:4a'],
  [3, 'a length that is not a number', 'x:4a'],
  [3, 'an empty body', ''],
];

// The same without a waiting poll: the answer to the valid part depends on batching.
const garbageAfterGood = [
  [4, 'a good packet before a bad one', '4good\x1eabc'],
  [4, 'a separator at the end', '4good\x1e'],
  [3, 'a good packet before a bad one', '5:4good3:abc'],
  [3, 'a length that is too short', '1:4a'],
];

// Bodies that only some servers refuse: the session continues, or ends.
const doubtful = [
  [3, 'a length of zero', '0:'],
  [3, 'a pong from the client', '1:3'],
];

const of = { 3: three, 4: four };
const closing = { 3: lengthPrefixed('1'), 4: '1' };
const message = { 3: lengthPrefixed('4hello'), 4: '4hello' };

const everyVersion = [3, 4].flatMap((engineio) => {
  const { open, get, post, park, poll, polling } = of[engineio];
  const scenario = (what, steps) => ({ name: `polling ${engineio}: ${what}`, engineio, steps: [open(), ...steps] });
  return [
    scenario('a poll with something waiting is answered whole', [post(message[engineio]), get()]),
    scenario('a parked poll is answered as soon as there is something', [
      park(), post(message[engineio]), answer('parked'),
    ]),
    scenario('a second poll ends the session', [park(), get(), answer('parked'), get()]),
    scenario('a second post ends the session', [
      send('first', 'POST', polling(), { headers: { 'Content-Length': 100 }, body: '4' }),
      post(message[engineio]),
      end('first'),
      get(),
    ]),
    scenario('a poll that its client leaves ends the session', [park(), drop('parked'), get()]),
    scenario('a post that its client leaves ends the session', [
      send('left', 'POST', polling(), { headers: { 'Content-Length': 100 }, body: '4' }), drop('left'), get(),
    ]),
    scenario('a body that is too long', [
      post('4'.padEnd(max_payload + 1, 'x')), post(message[engineio]), poll(),
    ]),
    scenario('a close by the client', [park(), post(closing[engineio]), answer('parked'), get()]),
    scenario('a close by the client, without a poll', [post(closing[engineio]), get()]),
    ...['PUT', 'DELETE', 'HEAD'].map((method) =>
      scenario(`${method} in a session`, [request(method, polling()), post(message[engineio]), poll()]),
    ),
    scenario('POST without a body', [request('POST', polling()), get()]),
  ];
});

export default [
  ...echoes.map(([engineio, what, body, packets]) => ({
    name: `polling ${engineio}: ${what}`,
    engineio,
    steps: [of[engineio].open(), of[engineio].post(body, asText), of[engineio].poll(packets)],
  })),
  ...garbage.map(([engineio, what, body]) => ({
    name: `polling ${engineio}: garbage, ${what}`,
    engineio,
    steps: [of[engineio].open(), of[engineio].park(), of[engineio].post(body), answer('parked'), of[engineio].get()],
  })),
  ...garbageAfterGood.map(([engineio, what, body]) => ({
    name: `polling ${engineio}: garbage, ${what}`,
    engineio,
    steps: [of[engineio].open(), of[engineio].post(body), of[engineio].get()],
  })),
  ...doubtful.map(([engineio, what, body]) => ({
    name: `polling ${engineio}: ${what}`,
    engineio,
    steps: [of[engineio].open(), of[engineio].post(body), of[engineio].post(message[engineio]), of[engineio].poll()],
  })),
  ...everyVersion,
  {
    name: 'polling 4: octet-stream is of the past',
    engineio: 4,
    steps: [four.open(), four.park(), four.post(octets(binary), asOctets), answer('parked'), four.get()],
  },
  {
    name: 'polling 3: octet-stream carries text, binary, and lengths in bytes',
    engineio: 3,
    steps: [three.open(), three.post(octets('4é€😀', binary, `4${'x'.repeat(300)}`), asOctets), three.poll(3)],
  },
  {
    name: 'polling 3: binary leaves as octet-stream',
    engineio: 3,
    steps: [three.open(), three.park(), three.post(lengthPrefixed('b4AQIDBA==')), answer('parked')],
  },
  {
    name: 'polling 3: text leaves as text after binary',
    engineio: 3,
    steps: [
      three.open(), three.park(), three.post(octets(binary), asOctets), answer('parked'),
      three.park(), three.post(message[3]), answer('parked'),
    ],
  },
  {
    name: 'polling 3: b64 at the handshake is remembered',
    engineio: 3,
    steps: [base64.open(), three.park(), three.post(octets(binary), asOctets), answer('parked')],
  },
  {
    name: 'polling 3: b64 after the handshake means nothing',
    engineio: 3,
    steps: [three.open(), base64.park(), three.post(octets(binary), asOctets), answer('parked')],
  },
  {
    name: 'polling 3: octet-stream that is garbage',
    engineio: 3,
    steps: [three.open(), three.park(), three.post(Buffer.from([9, 9, 9]), asOctets), answer('parked'), three.get()],
  },
];
