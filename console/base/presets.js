// Presets of faults and rules: named after the trouble that users meet.

export const presets = /** @type {{name: string, effect: string, faults: Record<string, any>}[]} */ ([
  {
    name: 'Train tunnel',
    effect: 'No new connection for 20 s, and events in flight are lost',
    faults: {
      'tunnel-line': { do: 'drop', ttl_ms: 20000 },
      'tunnel-entry': { do: 'refuse_connections', ttl_ms: 20000 },
    },
  },
  {
    name: 'Old proxy without WebSocket',
    effect: 'Upgrades are refused: everyone stays on polling',
    faults: { 'old-proxy': { do: 'refuse_upgrade' } },
  },
  {
    name: 'Flaky mobile network',
    effect: 'One event in ten is lost, the others are late by up to 2 s',
    faults: {
      'mobile-loss': { do: 'drop', on: { probability: 0.1 } },
      'mobile-jitter': { do: 'delay', ms: [50, 2000] },
    },
  },
  {
    name: 'Slow line',
    effect: '2 kB a second to everyone',
    faults: { 'slow-line': { do: 'slow', bytes_per_second: 2000 } },
  },
  { name: 'At least once', effect: 'Every event arrives twice', faults: { 'at-least-once': { do: 'duplicate' } } },
  {
    name: 'Out of order',
    effect: 'Every second event is overtaken by the next',
    faults: { 'out-of-order': { do: 'reorder', on: { every: 2 } } },
  },
  {
    name: 'Silent server',
    effect: 'No ping: clients find out by themselves',
    faults: { 'silent-server': { do: 'no_ping' } },
  },
]);

export const rulePresets = /** @type {{name: string, effect: string, rule: any}[]} */ ([
  {
    name: 'Refuse everyone',
    effect: 'Unauthorization, until the rule is removed',
    rule: { match: {}, outcome: { do: 'reject' } },
  },
  {
    name: 'Refuse the next one',
    effect: 'once, with HTTP 401',
    rule: { match: {}, times: 1, outcome: { do: 'reject', via: 'http', status: 401 } },
  },
  {
    name: 'Session of 10 s',
    effect: 'accept, and end the session after 10 s',
    rule: { match: {}, outcome: { do: 'accept', expire_after_ms: 10000 } },
  },
  { name: 'Slow login', effect: 'accept after 5 s', rule: { match: {}, outcome: { do: 'accept', delay_ms: 5000 } } },
  { name: 'No answer', effect: 'the next one hangs', rule: { match: {}, times: 1, outcome: { do: 'hang' } } },
]);
