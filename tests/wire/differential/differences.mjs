// Intended differences between the mock and the real servers. An unlisted difference is a failure, and so is
// an entry that no longer occurs. `from` names the socket.io version that differs: 4 is 4.8, 2 is 2.5.

const aboutOrigins = ['access-control-allow-credentials: true', 'vary: Origin'];
const isForOrigin = (headers) => headers.some((header) => header.startsWith('access-control-allow-origin: '));
const drop = (pattern) => (line) => (pattern.test(line) ? undefined : line);

// Rules for a reference's whole transcript; each must apply at least once.
export const rules = [
  {
    from: [4, 2],
    reason: 'No client reads them, and without them the same run gives the same bytes.',
    line: drop(/^\S+: (date|keep-alive): /),
  },
  {
    from: [4, 2],
    reason: 'Errors are short: their length is known, so they are not chunked.',
    head: (_, headers, body) => headers.map((header) => (
      header === 'transfer-encoding: chunked' ? `content-length: ${Buffer.byteLength(body)}` : header
    )),
  },
  {
    from: [4],
    reason: 'A caller without an Origin is not a browser, and needs no CORS headers.',
    head: (_, headers) => headers.filter((header) => isForOrigin(headers) || !aboutOrigins.includes(header)),
  },
  {
    from: [2],
    reason: 'The same in 2.5: its "*" is for callers without an Origin.',
    line: drop(/^\S+: access-control-allow-origin: \*$/),
  },
  {
    from: [2],
    reason: 'No server reads it back, and 4.8 no longer sends it.',
    line: drop(/^\S+: set-cookie: io=/),
  },
  {
    from: [2],
    reason: 'As 4.8: the answer of a poll or a post is for its caller only.',
    head: (status, headers) => (status === 200 ? [...headers, 'cache-control: no-store'] : headers),
  },
  {
    from: [2],
    reason: 'As 4.8: an answer that depends on the Origin says so.',
    head: (_, headers) => (isForOrigin(headers) ? [...headers, 'vary: Origin'] : headers),
  },
  {
    from: [2],
    reason: 'As 4.8: clients may know the limit. Where that changes the length of a body, it is listed below.',
    line: (line) => line.replace(/^(\S+: (?:text )?)(0\{"sid":.*)\}$/, '$1$2,"maxPayload":1000}'),
  },
];

const openWithoutLimit = '0{"sid":"<sid 1>","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000}';
const open = openWithoutLimit.replace('}', ',"maxPayload":1000}');
const of = (versions, name) => versions.map((version) => name.replace('N', version));
const hex = (code, reason) => Buffer.from([code >> 8, code & 0xff, ...Buffer.from(reason)]).toString('hex');
const closeReason = (code, reason, ...names) => ({
  from: [4],
  reason: 'The close frame has its code\'s meaning in words.',
  scenarios: names.map((name) => `websocket framing: ${name}`),
  lines: [`- ws: close ${hex(code, '')}`, `+ ws: close ${hex(code, reason)}`],
});

export const differences = [
  {
    from: [4],
    reason: 'EIO is literally 3 or 4; the real server takes all else for 3, which the conformance suites refuse.',
    scenarios: ['handshake: no EIO', 'handshake: an EIO that is not a number', 'handshake: EIO 5'],
    lines: [
      '- GET: HTTP/1.1 200 OK',
      '- GET: cache-control: no-store',
      '+ GET: HTTP/1.1 400 Bad Request',
      '- GET: content-length: 119',
      '- GET: content-type: text/plain; charset=UTF-8',
      `- GET: 115:${open}`,
      '+ GET: content-length: 51',
      '+ GET: content-type: application/json',
      '+ GET: {"code":5,"message":"Unsupported protocol version"}',
    ],
  },
  {
    from: [4],
    reason: 'The same on a WebSocket.',
    scenarios: ['handshake: a WebSocket for EIO 5'],
    lines: [
      '- ws: HTTP/1.1 101 Switching Protocols',
      '- ws: connection: Upgrade',
      '- ws: sec-websocket-accept: <of the key>',
      '- ws: upgrade: websocket',
      '+ ws: HTTP/1.1 400 Bad Request',
      '+ ws: connection: close',
      '+ ws: content-length: 28',
      '+ ws: content-type: text/html',
      '+ ws: Unsupported protocol version',
    ],
  },
  {
    from: [4],
    reason: 'The real server knows its path with the last slash or without it; here both are the same endpoint.',
    scenarios: ['handshake: a path without its slash'],
    lines: [
      '- GET: HTTP/1.1 404 Not Found',
      '+ GET: HTTP/1.1 200 OK',
      '+ GET: cache-control: no-store',
      '- GET: content-length: 0',
      '+ GET: content-length: 115',
      '+ GET: content-type: text/plain; charset=UTF-8',
      `+ GET: ${open}`,
    ],
  },
  {
    from: [4],
    reason: 'A reaction comes when all that one POST carried was dealt with.',
    scenarios: ['leniency 4: two namespaces in one POST'],
    lines: ['- poll: 42["auth",{}]', '+ poll: 42["auth",{}]'],
  },
  {
    from: [4],
    reason: 'CONNECT twice ends the session, in one POST as in two; the real server lets the client in twice.',
    scenarios: ['leniency 4: CONNECT twice in one POST'],
    lines: [
      '- poll: 42["auth",{}]',
      '- poll: 40{"sid":"<sid 3>"}',
      '- poll: 42["auth",{}]',
      '+ poll: 6',
      '+ poll: 1',
      '+ poll: HTTP/1.1 400 Bad Request',
      '+ poll: connection: keep-alive',
      '+ poll: content-length: 41',
      '+ poll: content-type: application/json',
      '+ poll: {"code":1,"message":"Session ID unknown"}',
    ],
  },
  {
    from: [2],
    reason: 'As 4.8: an event that comes before its client has joined ends the session; 2.5 overlooks it.',
    scenarios: ['leniency 3: an event in the POST of its CONNECT'],
    lines: [
      '- GET: content-length: 37',
      '+ GET: content-length: 6',
      '- GET: 10:40/custom,21:42/custom,["auth",{}]',
      '+ GET: 1:61:1',
    ],
  },
  {
    from: [4],
    reason: 'Every answer says how long it is, also one without a body.',
    scenarios: ['handshake: HEAD', ...of([3, 4], 'polling N: HEAD in a session')],
    lines: ['+ HEAD: content-length: 0'],
  },
  { from: [2], reason: 'The same.', scenarios: ['polling 3: HEAD in a session'], lines: ['+ HEAD: content-length: 0'] },
  {
    from: [4],
    reason: 'The same.',
    scenarios: ['handshake: a control character in the Origin', 'http: no HTTP'],
    lines: ['+ raw: content-length: 0'],
  },
  {
    from: [2],
    reason: 'The limit inside of a body, see the rules.',
    scenarios: ['handshake: EIO 3', 'cors: a handshake of EIO 3'],
    lines: [
      '- GET: content-length: 100',
      '+ GET: content-length: 119',
      `- GET: 97:${openWithoutLimit}`,
      `+ GET: 115:${open}`,
    ],
  },
  ...[
    [7, 126, ['a handshake', 'a post and a poll', 'beyond ASCII', 'escaped newlines', 'a post without its field',
      'the index of the handshake stays', 'a parked poll at the end']],
    [12, 127, ['an index that is not a number']],
  ].map(([index, length, names]) => ({
    from: [2],
    reason: 'The same.',
    scenarios: names.map((name) => `jsonp 3: ${name}`),
    lines: [
      `- GET: content-length: ${length}`,
      `+ GET: content-length: ${length + 21}`,
      `- GET: ___eio[${index}](${JSON.stringify(`97:${openWithoutLimit}`)});`,
      `+ GET: ___eio[${index}](${JSON.stringify(`115:${open}`)});`,
    ],
  })),
  {
    from: [2],
    reason: 'As 4.8: a pong from a client of version 3 is against the protocol; 2.5 overlooks it.',
    scenarios: ['polling 3: a pong from the client'],
    lines: [
      '- POST: HTTP/1.1 200 OK',
      '- POST: cache-control: no-store',
      '+ POST: HTTP/1.1 400 Bad Request',
      '- POST: content-length: 2',
      '- POST: content-type: text/html',
      '- POST: ok',
      '- poll: 4hello',
      '+ POST: content-length: 41',
      '+ POST: content-type: application/json',
      '+ POST: {"code":1,"message":"Session ID unknown"}',
      '+ poll: HTTP/1.1 400 Bad Request',
      '+ poll: connection: keep-alive',
      '+ poll: content-length: 41',
      '+ poll: content-type: application/json',
      '+ poll: {"code":1,"message":"Session ID unknown"}',
    ],
  },
  {
    from: [2],
    reason: 'The same on a WebSocket.',
    scenarios: ['websocket 3: the end by a pong from the client'],
    lines: ['- nothing within 300 ms', '+ ws: close', '+ ws: end'],
  },
  {
    from: [2],
    reason: 'As 4.8: that a client polls twice is its own mistake, not the server\'s.',
    scenarios: ['polling 3: a second poll ends the session'],
    lines: ['- GET: HTTP/1.1 500 Internal Server Error', '+ GET: HTTP/1.1 400 Bad Request'],
  },
  {
    from: [2],
    reason: 'The same for posts.',
    scenarios: ['polling 3: a second post ends the session'],
    lines: ['- POST: HTTP/1.1 500 Internal Server Error', '+ POST: HTTP/1.1 400 Bad Request'],
  },
  {
    from: [4],
    reason: 'The rest of a body that is too long is not read, so the connection cannot be used again.',
    scenarios: [...of([3, 4], 'polling N: a body that is too long'), 'cors: a body that is too long'],
    lines: ['- POST: connection: keep-alive', '+ POST: connection: close'],
  },
  {
    from: [2],
    reason: 'As 4.8: a body that is too long costs no session.',
    scenarios: ['polling 3: a body that is too long'],
    lines: [
      '- the connection ended',
      '+ POST: HTTP/1.1 413 Payload Too Large',
      '+ POST: connection: close',
      '+ POST: content-length: 0',
      '+ POST: HTTP/1.1 200 OK',
      '+ POST: cache-control: no-store',
      '+ POST: connection: keep-alive',
      '+ POST: content-length: 2',
      '+ POST: content-type: text/html',
      '+ POST: ok',
      '+ poll: 4hello',
    ],
  },
  {
    from: [4],
    reason: 'The WebSocket library sends 1000 if it got no code.',
    scenarios: ['websocket framing: a close without a code'],
    lines: ['- ws: close', `+ ws: close ${hex(1000, '')}`],
  },
  {
    from: [4],
    reason: 'A reason that is not text is a wrong close frame (1002) here, and wrong text (1007) there.',
    scenarios: ['websocket framing: a close whose reason is not UTF-8'],
    lines: [`- ws: close ${hex(1007, '')}`, `+ ws: close ${hex(1002, 'Invalid close reason')}`],
  },
  closeReason(1002, 'Invalid close code', 'a close of one byte', 'a close with a reserved code'),
  closeReason(1002, 'Clients may not send unmasked frames', 'a frame without a mask'),
  closeReason(1002, 'Invalid use of reserved bits', 'a reserved bit'),
  closeReason(1002, 'invalid opcode', 'an unknown opcode', 'an unknown control opcode'),
  closeReason(1002, 'Control messages cannot be fragmented', 'a ping in fragments'),
  closeReason(1002, 'Control messages are limited to fewer than 125 characters', 'a ping that is too long'),
  closeReason(1002, 'Invalid message continuation', 'a continuation of nothing', 'a message inside another'),
  closeReason(1007, 'Invalid UTF8 encoding', 'text that is not UTF-8'),
  closeReason(1009, 'A message was too large',
    'more than is allowed', 'more than is allowed, in fragments', 'an absurd length'),
  {
    from: [4],
    reason: 'The session of a client that closes it ends at once; the real servers wait for its heartbeat to fail.',
    scenarios: of([3, 4], 'websocket N: the end by a close'),
    lines: ['- nothing within 300 ms', '+ ws: close', '+ ws: end'],
  },
  {
    from: [2],
    reason: 'The same.',
    scenarios: ['websocket 3: the end by a close'],
    lines: ['- nothing within 300 ms', '+ ws: close', '+ ws: end'],
  },
  {
    from: [4],
    reason: '4.8 forgets the heartbeat of a session of version 3 that was upgraded; 2.5 does not.',
    scenarios: ['heartbeat 3: silence after an upgrade'],
    lines: ['- nothing within 6000 ms', '+ ws: close', '+ ws: end'],
  },
  {
    from: [4],
    reason: 'Two headers of one name are the same as one that holds both.',
    scenarios: ['cors: a preflight'],
    lines: [
      '- OPTIONS: vary: Origin, Access-Control-Request-Headers',
      '+ OPTIONS: vary: Access-Control-Request-Headers',
      '+ OPTIONS: vary: Origin',
    ],
  },
  {
    from: [4],
    reason: 'A preflight that requests no headers needs no Vary for them.',
    scenarios: ['cors: a preflight of a session', 'cors: a preflight without a query'],
    lines: ['- OPTIONS: vary: Origin, Access-Control-Request-Headers', '+ OPTIONS: vary: Origin'],
  },
  {
    from: [4],
    reason: 'OPTIONS without an Origin is not a preflight, but a handshake by a wrong method.',
    scenarios: ['cors: OPTIONS without an origin'],
    lines: [
      '- OPTIONS: HTTP/1.1 204 No Content',
      '- OPTIONS: access-control-allow-methods: GET,HEAD,PUT,PATCH,POST,DELETE',
      '+ OPTIONS: HTTP/1.1 400 Bad Request',
      '- OPTIONS: content-length: 0',
      '- OPTIONS: vary: Origin, Access-Control-Request-Headers',
      '+ OPTIONS: content-length: 43',
      '+ OPTIONS: content-type: application/json',
      '+ OPTIONS: {"code":2,"message":"Bad handshake method"}',
    ],
  },
  {
    from: [4],
    reason: 'A header for Internet Explorer 8 and its time.',
    scenarios: ['http: Internet Explorer'],
    lines: ['- GET: x-xss-protection: 0'],
  },
  {
    from: [2],
    reason: 'As 4.8: a violation of the protocol ends the session; 2.5 ignores it.',
    scenarios: [
      ...['42["connect"]', '42["connect_error"]', '42["disconnect"]', '42["disconnecting"]', '42["newListener"]',
        '42["removeListener"]', '49', '4/custom', '44', '44"x"', '44{"message":"x"}']
        .map((packet) => `socketio 3: malformed ${packet}`),
      'socketio 3: an event in a namespace without having joined it',
    ],
    lines: ['- ws: text 42["message-back","after"]', '- nothing within 300 ms', '+ ws: close', '+ ws: end'],
  },
  {
    from: [2],
    reason: 'The same; to 2.5 these are a second CONNECT.',
    scenarios: ['socketio 3: malformed 40[]', 'socketio 3: malformed 40null'],
    lines: [
      '- ws: text 42["auth",{}]', '- ws: text 42["message-back","after"]', '- nothing within 300 ms',
      '+ ws: close', '+ ws: end',
    ],
  },
  {
    from: [2],
    reason: 'As 4.8: CONNECT twice ends the session; to 2.5 it is a new connection.',
    scenarios: ['socketio 3: CONNECT twice'],
    lines: ['- ws: text 42["auth",{}]', '- nothing within 300 ms', '+ ws: close', '+ ws: end'],
  },
  {
    from: [2],
    reason: 'The same.',
    scenarios: ['socketio 3: CONNECT twice in a namespace'],
    lines: [
      '- ws: text 40/custom,', '- ws: text 42/custom,["auth",{}]', '- nothing within 300 ms', '+ ws: close',
      '+ ws: end',
    ],
  },
  {
    from: [2],
    reason: 'As 4.8: a socket that has left must not send.',
    scenarios: ['socketio 3: an event after leaving'],
    lines: ['- nothing within 300 ms', '+ ws: close', '+ ws: end'],
  },
  {
    from: [2],
    reason: 'As 4.8, which says it as an object also to clients of version 3.',
    scenarios: ['socketio 3: an unknown namespace'],
    lines: ['- ws: text 44/random,"Invalid namespace"', '+ ws: text 44/random,{"message":"Invalid namespace"}'],
  },
  {
    from: [4, 2],
    reason: 'Clients of the first generation misread raw UTF-8 in polls; escaped, everybody understands it.',
    scenarios: ['socketio 3: beyond ASCII over polling'],
    lines: [
      '- poll: 42["message-back","é€😀"]',
      '+ poll: 42["message-back","\\u00e9\\u20ac\\ud83d\\ude00"]',
    ],
  },
  ...[
    ['a lone byte', 1], ['a character that is cut', 1], ['half of a surrogate pair', 3],
  ].map(([what, count]) => ({
    from: [4, 2],
    reason: 'The same.',
    scenarios: [`leniency 3: ${what} over polling`],
    lines: [
      `- poll: 42["message-back","${'\ufffd'.repeat(count)}"]`,
      `+ poll: 42["message-back","${'\\ufffd'.repeat(count)}"]`,
    ],
  })),
  {
    from: [4],
    reason: 'As 2.5: the query that clients of version 3 add to a namespace is not a payload of CONNECT.',
    scenarios: ['socketio 3: a namespace with a query'],
    lines: ['- ws: text 42/custom,["auth",{"jwt_token":"alice"}]', '+ ws: text 42/custom,["auth",{}]'],
  },
];
