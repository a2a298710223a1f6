// From polling to WebSocket, with other packets in between.
import { lengthPrefixed } from '../payload.mjs';
import { answer, drop, end, frame, receive, sessions } from '../steps.mjs';

const path = '/engine.io/';
const of = { 3: sessions(3, { path }), 4: sessions(4, { path }) };
const encode = { 3: (packet) => lengthPrefixed(packet), 4: (packet) => packet };

const everyVersion = [3, 4].flatMap((engineio) => {
  const { open, get, post, park, poll, upgrade, websocket } = of[engineio];
  const message = (text) => post(encode[engineio](`4${text}`));
  const probe = [upgrade(), frame('ws', '2probe'), receive('ws')];
  const scenario = (what, steps, profile) => ({ name: `upgrade ${engineio}: ${what}`, engineio, profile, steps });
  return [
    scenario('with a poll parked', [
      open(), park(), ...probe, answer('parked'), frame('ws', '5'), frame('ws', '4hello'), receive('ws'),
    ]),
    scenario('with a poll that comes after the probe', [
      open(), ...probe, get(), frame('ws', '5'), frame('ws', '4hello'), receive('ws'),
    ]),
    scenario('polls and posts are over', [
      open(), park(), ...probe, answer('parked'), frame('ws', '5'), get(), message('x'), frame('ws', '4hello'),
      receive('ws'),
    ]),
    scenario('waiting packets leave on the WebSocket, in order', [
      open(), ...probe, message('one'), message('two'), frame('ws', '5'), receive('ws', 2),
      frame('ws', '4three'), receive('ws'),
    ]),
    scenario('until then packets go to polls', [
      open(), ...probe, message('one'), poll(), frame('ws', '5'), frame('ws', '4two'), receive('ws'),
    ]),
    scenario('without a probe', [open(), upgrade(), frame('ws', '5'), frame('ws', '4hello'), receive('ws')]),
    scenario('a second WebSocket during it', [
      open(), ...probe, upgrade('second'), end('second'), frame('ws', '5'), frame('ws', '4hello'), receive('ws'),
    ]),
    scenario('a second WebSocket after it', [
      open(), ...probe, frame('ws', '5'), upgrade('second'), end('second'), frame('ws', '4hello'), receive('ws'),
    ]),
    ...[
      ['a ping without "probe"', '2'], ['a message', '4hello'], ['garbage', 'abc'], ['a close', '1'],
    ].map(([what, packet]) =>
      scenario(`${what} instead of the probe`, [
        open(), upgrade(), frame('ws', packet), end('ws'), message('x'), poll(),
      ]),
    ),
    scenario('a message after the probe', [
      open(), ...probe, frame('ws', '4hello'), end('ws'), message('x'), poll(),
    ]),
    scenario('a second probe', [
      open(), ...probe, frame('ws', '2probe'), receive('ws'), frame('ws', '5'), frame('ws', '4x'),
      receive('ws'),
    ]),
    scenario('a WebSocket that goes before the probe', [open(), upgrade(), drop('ws'), message('x'), poll()]),
    scenario('a WebSocket that goes after the probe', [
      open(), ...probe, drop('ws'), message('one'), poll(), ...probe, frame('ws', '5'), frame('ws', '4two'),
      receive('ws'),
    ]),
    scenario('a close by polling during it', [open(), ...probe, post(encode[engineio]('1')), end('ws'), get()]),
    scenario('too late', [open(), upgrade(), end('ws'), message('x'), poll()], 'hasty'),
    scenario('too late after the probe', [open(), ...probe, end('ws'), message('x'), poll()], 'hasty'),
    scenario('binary before, during and after', [
      open(), post(encode[engineio](engineio === 4 ? 'bAQ==' : 'b4AQ==')), poll(), ...probe,
      post(encode[engineio](engineio === 4 ? 'bAg==' : 'b4Ag==')), frame('ws', '5'), receive('ws'),
      frame('ws', engineio === 4 ? [3] : [4, 3]), receive('ws'),
    ]),
    scenario('a WebSocket for the sid of a WebSocket', [
      websocket('born'), receive('born'), upgrade(), frame('born', '4hello'), receive('born'),
    ]),
  ];
});

export default [
  ...everyVersion,
  {
    name: 'upgrade 4: as another version than that of the session',
    engineio: 4,
    steps: [of[4].open(), of[3].upgrade(), of[4].post('4hello'), of[4].poll()],
  },
];
