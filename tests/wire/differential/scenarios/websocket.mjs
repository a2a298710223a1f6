// Frames, and the effects of their packets.
import { closeFrame, continuation, bytes, end, frame, pingFrame, receive, sessions } from '../steps.mjs';

const path = '/engine.io/';
const of = { 3: sessions(3, { path }), 4: sessions(4, { path }) };
const base64 = sessions(3, { path, query: '&b64=1' });
const max_payload = 1000;

// [version, description, frames, the number of answers]
const answers = [
  [4, 'text', [frame('ws', '4hello')], 1],
  [4, 'text beyond ASCII', [frame('ws', '4é€😀\u2028')], 1],
  [4, 'an empty message', [frame('ws', '4')], 1],
  [4, 'binary', [frame('ws', [1, 2, 3, 4])], 1],
  [4, 'empty binary', [frame('ws', [])], 1],
  [4, 'binary as base64', [frame('ws', 'bAQIDBA==')], 1],
  [
    4, 'packets that mean nothing on an open session',
    ['0{}', '5', '6', '3', '4after'].map((text) => frame('ws', text)), 1,
  ],
  [3, 'text', [frame('ws', '4hello')], 1],
  [3, 'text beyond ASCII', [frame('ws', '4é€😀\u2028')], 1],
  [3, 'an empty message', [frame('ws', '4')], 1],
  [3, 'binary', [frame('ws', [4, 1, 2, 3, 4])], 1],
  [3, 'a binary message without bytes', [frame('ws', [4])], 1],
  [3, 'binary as base64', [frame('ws', 'b4AQIDBA==')], 1],
  [3, 'a ping', [frame('ws', '2')], 1],
  [3, 'a ping with data', [frame('ws', '2hello')], 1],
  [3, 'a wrong probe', [frame('ws', '2probe')], 1],
  [3, 'packets that mean nothing on an open session', ['0{}', '5', '6', '4after'].map((text) => frame('ws', text)), 1],
];

const framing = [
  ['text in fragments', [
    frame('ws', '4he', { isFinal: false }), continuation('ws', 'll', { isFinal: false }),
    continuation('ws', 'o'), receive('ws'),
  ]],
  ['a character in two fragments', [
    frame('ws', [0x34, 0xc3], { opcode: 1, isFinal: false }), continuation('ws', [0xa9]), receive('ws'),
  ]],
  ['a ping between fragments', [
    frame('ws', '4he', { isFinal: false }), pingFrame('ws', 'x'), receive('ws'), continuation('ws', 'llo'),
    receive('ws'),
  ]],
  ['a ping', [pingFrame('ws', 'hello'), receive('ws')]],
  ['an unsolicited pong', [frame('ws', 'x', { opcode: 10 }), frame('ws', '4hello'), receive('ws')]],
  ['exactly as much as is allowed', [frame('ws', `4${'x'.repeat(max_payload - 1)}`), receive('ws')]],
  ['a close with code and reason', [closeFrame('ws', 1000, 'bye'), end('ws')]],
  ['a close of the app', [closeFrame('ws', 4001, 'mine'), end('ws')]],
  ['a close without a code', [frame('ws', [], { opcode: 8 }), end('ws')]],
  ['a close of one byte', [frame('ws', [3], { opcode: 8 }), end('ws')]],
  ['a close with a reserved code', [closeFrame('ws', 1005), end('ws')]],
  ['a close whose reason is not UTF-8', [frame('ws', [3, 232, 0xff], { opcode: 8 }), end('ws')]],
  ['more than is allowed', [frame('ws', '4'.padEnd(max_payload + 1, 'x')), end('ws')]],
  ['more than is allowed, in fragments', [
    frame('ws', '4'.padEnd(600, 'x'), { isFinal: false }), continuation('ws', 'x'.repeat(600)), end('ws'),
  ]],
  ['an absurd length', [bytes('ws', Buffer.from('81ff7fffffffffffffff00000000', 'hex')), end('ws')]],
  ['text that is not UTF-8', [frame('ws', [0x34, 0xc3, 0x28], { opcode: 1 }), end('ws')]],
  ['a frame without a mask', [frame('ws', '4hello', { isMasked: false }), end('ws')]],
  ['a reserved bit', [frame('ws', '4hello', { reserved: 4 }), end('ws')]],
  ['an unknown opcode', [frame('ws', 'x', { opcode: 3 }), end('ws')]],
  ['an unknown control opcode', [frame('ws', 'x', { opcode: 11 }), end('ws')]],
  ['a ping in fragments', [frame('ws', 'x', { opcode: 9, isFinal: false }), end('ws')]],
  ['a ping that is too long', [pingFrame('ws', 'x'.repeat(126)), end('ws')]],
  ['a continuation of nothing', [continuation('ws', 'x'), end('ws')]],
  ['a message inside another', [frame('ws', '4a', { isFinal: false }), frame('ws', '4b'), end('ws')]],
];

// [version, description, packet]: ends the session
const violations = [
  [4, 'text that is not a packet', 'abc'],
  [4, 'an unknown type', '7'],
  [4, 'an empty frame', ''],
  [4, 'a ping from the client', '2'],
  [4, 'a close', '1'],
  [3, 'text that is not a packet', 'abc'],
  [3, 'an unknown type', '7'],
  [3, 'an empty frame', ''],
  [3, 'a pong from the client', '3'],
  [3, 'a close', '1'],
];

export default [
  ...answers.map(([engineio, what, frames, count]) => ({
    name: `websocket ${engineio}: ${what}`,
    engineio,
    steps: [of[engineio].websocket(), receive('ws'), ...frames, receive('ws', count)],
  })),
  ...framing.map(([what, steps]) => ({
    name: `websocket framing: ${what}`,
    engineio: 4,
    steps: [of[4].websocket(), receive('ws'), ...steps],
  })),
  ...violations.map(([engineio, what, packet]) => ({
    name: `websocket ${engineio}: the end by ${what}`,
    engineio,
    steps: [of[engineio].websocket(), receive('ws'), frame('ws', packet), end('ws', 300)],
  })),
  {
    name: 'websocket 3: binary to a client of base64',
    engineio: 3,
    steps: [
      base64.websocket(), receive('ws'), frame('ws', [4, 1, 2, 3, 4]), frame('ws', 'b4AQIDBA=='),
      receive('ws', 2),
    ],
  },
];
