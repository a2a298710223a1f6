// Heartbeats: the side that pings, the side that answers, and missing answers.
import { lengthPrefixed } from '../payload.mjs';
import { profiles } from '../profiles.mjs';
import { answer, elapsed, end, frame, mark, receive, sessions } from '../steps.mjs';

const profile = 'brisk';
const path = '/engine.io/';
const four = sessions(4, { path });
const three = sessions(3, { path });

// The marked action began earlier at the server, by at most this time on a busy machine.
const lag_ms = 750;
const ping_interval_ms = profiles[profile].protocol.ping_interval_ms - lag_ms;
const ping_timeout_ms = profiles[profile].protocol.ping_timeout_ms - lag_ms;
const silence_ms = ping_interval_ms + ping_timeout_ms;

export default [
  {
    name: 'heartbeat 4: each ping comes an interval after the pong',
    engineio: 4,
    profile,
    steps: [
      four.websocket(), receive('ws'), mark, receive('ws'), elapsed(ping_interval_ms),
      mark, frame('ws', '3'), receive('ws'), elapsed(ping_interval_ms),
      mark, frame('ws', '3'), receive('ws'), elapsed(ping_interval_ms),
    ],
  },
  {
    name: 'heartbeat 4: no pong on a WebSocket',
    engineio: 4,
    profile,
    steps: [four.websocket(), receive('ws', 2), mark, end('ws'), elapsed(ping_timeout_ms)],
  },
  {
    name: 'heartbeat 4: a message does not replace a pong',
    engineio: 4,
    profile,
    steps: [
      four.websocket(), receive('ws', 2), mark, frame('ws', '4hello'), receive('ws'), end('ws'),
      elapsed(ping_timeout_ms),
    ],
  },
  {
    name: 'heartbeat 4: pings on polls',
    engineio: 4,
    profile,
    steps: [
      four.open(), mark, four.poll(), elapsed(ping_interval_ms), four.post('3'), mark, four.poll(),
      elapsed(ping_interval_ms),
    ],
  },
  {
    name: 'heartbeat 4: no pong on polls',
    engineio: 4,
    profile,
    steps: [four.open(), four.poll(), mark, four.park(), answer('parked'), elapsed(ping_timeout_ms), four.get()],
  },
  {
    name: 'heartbeat 4: after an upgrade',
    engineio: 4,
    profile,
    steps: [
      four.open(), four.upgrade(), frame('ws', '2probe'), receive('ws'), frame('ws', '5'), receive('ws'),
      frame('ws', '3'), mark, receive('ws'), elapsed(ping_interval_ms), end('ws'),
    ],
  },
  {
    name: 'heartbeat 3: a silent WebSocket',
    engineio: 3,
    profile,
    steps: [three.websocket(), receive('ws'), mark, end('ws'), elapsed(silence_ms)],
  },
  {
    name: 'heartbeat 3: a ping is answered, and puts the end off',
    engineio: 3,
    profile,
    steps: [
      three.websocket(), receive('ws'), frame('ws', '2'), receive('ws'), frame('ws', '2'), receive('ws'), mark,
      end('ws'), elapsed(silence_ms),
    ],
  },
  {
    name: 'heartbeat 3: pings on polls',
    engineio: 3,
    profile,
    steps: [
      three.open(), three.post(lengthPrefixed('2')), three.poll(), mark, three.park(), answer('parked'),
      elapsed(silence_ms), three.get(),
    ],
  },
  {
    name: 'heartbeat 3: a silent client of polls',
    engineio: 3,
    profile,
    steps: [three.open(), mark, three.park(), answer('parked'), elapsed(silence_ms), three.get()],
  },
  {
    name: 'heartbeat 3: silence after an upgrade',
    engineio: 3,
    profile,
    steps: [
      three.open(), three.upgrade(), frame('ws', '2probe'), receive('ws'), frame('ws', '5'), frame('ws', '2'),
      receive('ws'),
      end('ws', 6000),
    ],
  },
];
