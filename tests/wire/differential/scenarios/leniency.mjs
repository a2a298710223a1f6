// Unusual input that a server accepts: base64 with line breaks, halves of surrogate pairs, bytes that are not
// UTF-8; and packets in one POST with CONNECT.
import { lengthPrefixed } from '../payload.mjs';
import { end, frame, receive, sessions } from '../steps.mjs';

const four = sessions(4);
const three = sessions(3);
const said = (...packets) => packets.map((packet) => frame('ws', packet));
const placeholder = '{"_placeholder":true,"num":0}';

// Bytes as clients in Java, PHP and Python write them, and text that is almost base64.
const base64s = [
  'AQID\n', 'AQ\r\nID', 'AQ ID', '\tAQID', '-_-_', 'AQI', 'AQIDB', 'AQ==AQ==', 'AQ=ID', 'AQ!ID', '====', '',
];

const halves = [
  '42["message","hi \\ud83d"]', '42["message","\\uDE00"]', '42["message","\\ud83d\\ude00"]',
  '42["message","\\ud83d\\ud83d\\ude00"]',
  '42["message",{"\\ud83d":"\\ude00\\ud83d"}]', '42["message","\\\\ud83d"]', '427["message-with-ack","\\ud83d"]',
];

const illFormed = [
  ['a lone byte', [0xff]], ['half of a surrogate pair', [0xed, 0xa0, 0xbd]], ['a character that is cut', [0xe2, 0x82]],
];

// In Engine.IO 3, the length counts the text that Node.js decodes.
function eventWith(bytes, engineio) {
  const text = Buffer.concat([Buffer.from('42["message","'), Buffer.from(bytes), Buffer.from('"]')]);
  return engineio === 4 ? text : Buffer.concat([Buffer.from(`${text.toString().length}:`), text]);
}

const everyVersion = [3, 4].flatMap((engineio) => {
  const { open, post, poll, websocket } = { 3: three, 4: four }[engineio];
  const joined = engineio === 4
    ? [websocket(), receive('ws'), ...said('40'), receive('ws', 2)]
    : [websocket(), receive('ws', 3)];
  const polling = engineio === 4 ? [open(), post('40'), poll(2)] : [open(3)];
  const mark = engineio === 4 ? 'b' : 'b4';
  const body = (...packets) => (engineio === 4 ? packets.join('\x1e') : lengthPrefixed(...packets));
  const scenario = (what, steps, options) => ({ name: `leniency ${engineio}: ${what}`, engineio, steps, ...options });
  return [
    ...base64s.flatMap((base64) => [
      scenario(`base64 ${JSON.stringify(base64)}`, [
        ...joined, ...said(`451-["message",${placeholder}]`, `${mark}${base64}`), receive('ws', 2),
      ]),
      scenario(`base64 ${JSON.stringify(base64)} over polling`, [
        ...polling, post(body(`451-["message",${placeholder}]`, `${mark}${base64}`)), poll(2),
      ]),
    ]),
    ...halves.map((packet) => scenario(`half a pair, ${packet}`, [...joined, ...said(packet), receive('ws')])),
    scenario('half a pair over polling', [...polling, post(body('42["message","\\ud83d"]')), poll()]),
    scenario('half a pair in a name', [...joined, ...said('42["\\ud83d",1]', '42["message",2]'), receive('ws')]),
    ...illFormed.map(([what, bytes]) => scenario(`${what} over polling`, [
      ...polling, post(eventWith(bytes, engineio)), poll(),
    ])),
    scenario('stray acknowledgements', [
      ...joined, ...said('437["x"]', '430[]', '430[]', '42["message",1]'), receive('ws'),
    ]),
  ];
});

export default [
  ...everyVersion,
  {
    name: 'leniency 4: half a pair in the payload of CONNECT',
    engineio: 4,
    steps: [four.websocket(), receive('ws'), ...said('40{"name":"\\ud83d"}'), receive('ws', 2)],
  },
  ...[
    ['an event in the POST of its CONNECT', '40\x1e42["message",1]'],
    ['leaving in the POST of CONNECT', '40\x1e41'],
    ['an event in the POST of another CONNECT', '40\x1e42/custom,["message",1]'],
  ].map(([what, body]) => ({
    name: `leniency 4: ${what}`, engineio: 4, steps: [four.open(), four.post(body), four.get()],
  })),
  {
    name: 'leniency 4: two namespaces in one POST',
    engineio: 4,
    steps: [
      four.open(), four.post('40\x1e40/custom,'), four.poll(4),
      four.post('42["message",1]\x1e42/custom,["message",2]'), four.poll(2),
    ],
  },
  {
    name: 'leniency 4: CONNECT twice in one POST',
    engineio: 4,
    steps: [four.open(), four.post('40\x1e40'), four.poll(4)],
  },
  {
    name: 'leniency 3: an event in the POST of its CONNECT',
    engineio: 3,
    steps: [three.open(3), three.post(lengthPrefixed('40/custom,', '42/custom,["message",1]')), three.get()],
  },
  {
    name: 'leniency 4: a namespace with a query',
    engineio: 4,
    steps: [
      four.websocket(), receive('ws'), ...said('40/custom?x=1,'), receive('ws'),
      ...said('42/custom?x=1,["message",1]'), end('ws', 300),
    ],
  },
  {
    name: 'leniency 3: events in a namespace with a query',
    engineio: 3,
    against: [4],
    steps: [
      three.websocket(), receive('ws', 3), ...said('40/custom,'), receive('ws', 2),
      ...said('42/custom?x=1,["message",1]'), receive('ws'),
    ],
  },
];
