// CORS, JSONP, and HTTP itself.
import { lengthPrefixed } from '../payload.mjs';
import { answer, bytes, end, receive, request, send, sessions } from '../steps.mjs';

const path = '/engine.io/';
const four = sessions(4, { path });
const three = sessions(3, { path });
const jsonp = { 3: sessions(3, { path, query: '&j=7' }), 4: sessions(4, { path, query: '&j=7' }) };
const origin = { Origin: 'http://app.example.org' };
const asForm = { headers: { 'Content-Type': 'application/x-www-form-urlencoded' } };

const cors = [
  ['a handshake', [four.handshake({ headers: origin })]],
  ['a post', [four.open(), four.post('4x', { headers: origin }), four.get({ headers: origin })]],
  ['an error', [request('GET', `${path}?EIO=4&transport=abc`, { headers: origin })]],
  ['an unknown sid', [request('GET', `${path}?EIO=4&transport=polling&sid=nobody`, { headers: origin })]],
  ['a body that is too long', [four.open(), four.post('x'.repeat(1001), { headers: origin })]],
  ['a WebSocket', [four.websocket('ws', { headers: origin }), receive('ws')]],
  ['a preflight', [
    request('OPTIONS', four.polling(), {
      headers: {
        ...origin,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'content-type,x-mine',
      },
    }),
  ]],
  ['a preflight of a session', [
    four.open(),
    request('OPTIONS', four.polling(), { headers: { ...origin, 'Access-Control-Request-Method': 'POST' } }),
    four.post('4x'),
    four.poll(),
  ]],
  ['a preflight without a query', [
    request('OPTIONS', path, { headers: { ...origin, 'Access-Control-Request-Method': 'GET' } }),
  ]],
  ['OPTIONS without an origin', [request('OPTIONS', `${path}?EIO=4&transport=polling`)]],
  ['an origin of "null"', [four.handshake({ headers: { Origin: 'null' } })]],
];

const polled = `GET ${four.polling()} HTTP/1.1\r\nHost: x\r\n\r\n`;
const posted = (body) =>
  `POST ${four.polling()} HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

const protocol = [
  ['a connection is kept', [
    four.handshake({ on: 'kept' }), four.post('4x', { on: 'kept' }), four.get({ on: 'kept' }),
  ]],
  [
    'a connection is closed where asked',
    [four.handshake({ on: 'closed', headers: { Connection: 'close' } }), end('closed')],
  ],
  ['HTTP/1.0', [four.handshake({ on: 'old', version: '1.0' }), end('old')]],
  ['HTTP/1.0 that would stay', [
    four.handshake({ on: 'old', version: '1.0', headers: { Connection: 'keep-alive' } }),
    four.post('4x', { on: 'old' }),
  ]],
  ['pipelined requests', [
    four.open(),
    bytes('pipe', posted('41') + posted('42')),
    answer('pipe'),
    answer('pipe'),
    four.poll(2),
  ]],
  ['a post behind a poll', [
    four.open(),
    bytes('pipe', posted('4x') + polled),
    answer('pipe'),
    answer('pipe'),
  ]],
  ['a poll in front of a post', [
    four.open(),
    bytes('pipe', polled + posted('4x')),
    answer('pipe'),
    answer('pipe'),
  ]],
  ['a body after "100 Continue"', [
    four.open(),
    send('slow', 'POST', four.polling(), { headers: { 'Content-Length': 6, Expect: '100-continue' } }),
    answer('slow'),
    bytes('slow', '4hello'),
    answer('slow'),
    four.poll(),
  ]],
  ['a body byte by byte', [
    four.open(),
    send('slow', 'POST', four.polling(), { headers: { 'Content-Length': 6 } }),
    ...Array.from('4hello', (character) => bytes('slow', character)),
    answer('slow'),
    four.poll(),
  ]],
  ['a chunked body', [
    four.open(),
    send('chunked', 'POST', four.polling(), {
      headers: { 'Transfer-Encoding': 'chunked' }, body: '2\r\n4x\r\n0\r\n\r\n',
    }),
    answer('chunked'),
  ]],
  ['no HTTP', [bytes('raw', 'hello\r\n\r\n'), answer('raw'), end('raw')]],
  [
    'Internet Explorer',
    [four.handshake({ headers: { 'User-Agent': 'Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0)' } })],
  ],
];

const jsonpScenarios = [3, 4].flatMap((engineio) => {
  const { handshake, get, park, post } = jsonp[engineio];
  const plain = { 3: three, 4: four }[engineio];
  const form = (text) => {
    const payload = engineio === 3 ? lengthPrefixed(text) : text;
    return `d=${encodeURIComponent(payload.replaceAll('\\n', '\\\\n').replaceAll('\n', '\\n'))}`;
  };
  const scenario = (what, steps) => ({ name: `jsonp ${engineio}: ${what}`, engineio, steps });
  return [
    scenario('a handshake', [handshake()]),
    scenario('a post and a poll', [handshake(), post(form('4one\u2028\u2029"\\\'</script>'), asForm), get()]),
    scenario('beyond ASCII', [handshake(), post(form('4é€😀'), asForm), get()]),
    scenario('escaped newlines', [handshake(), post(form('4one\ntwo\\nthree'), asForm), get()]),
    scenario('a post without its field', [handshake(), post('x=4', asForm), post(form('4x'), asForm), get()]),
    scenario('an index that is not a number', [
      request('GET', `${path}?EIO=${engineio}&transport=polling&j=a1);alert(2`),
    ]),
    scenario('the index of the handshake stays', [handshake(), post(form('4x'), asForm), plain.get()]),
    scenario('an index after the handshake means nothing', [
      plain.open(),
      plain.post(engineio === 3 ? lengthPrefixed('4x') : '4x'),
      get(),
    ]),
    scenario('a parked poll at the end', [handshake(), park(), post(form('abc'), asForm), answer('parked'), get()]),
  ];
});

export default [
  ...cors.map(([what, steps]) => ({ name: `cors: ${what}`, engineio: 4, steps })),
  { name: 'cors: a handshake of EIO 3', engineio: 3, steps: [three.handshake({ headers: origin })] },
  ...protocol.map(([what, steps]) => ({ name: `http: ${what}`, engineio: 4, steps })),
  ...jsonpScenarios,
];
