// The steps of scenarios. Each is plain data; play.mjs performs it.

// A request on a new connection (or on `on`), and its answer.
export const request = (method, target, options = {}) => ({ do: 'request', method, target, ...options });
// A request without waiting for its answer; `on` names its connection.
export const send = (on, method, target, options = {}) => ({ do: 'send', on, method, target, ...options });
export const answer = (on, options = {}) => ({ do: 'answer', on, ...options });
export const bytes = (on, what) => ({ do: 'bytes', on, bytes: what });
export const drop = (on) => ({ do: 'drop', on });

// Frames of a WebSocket. `receive` reads a number of frames, `end` all until the connection ends.
export const frame = (on, payload, options = {}) => ({
  do: 'frame', on, payload, opcode: typeof payload === 'string' ? 1 : 2, ...options,
});
export const continuation = (on, payload, options = {}) => frame(on, payload, { opcode: 0, ...options });
export const closeFrame = (on, code, reason = '') =>
  frame(on, [code >> 8, code & 0xff, ...Buffer.from(reason)], { opcode: 8 });
export const pingFrame = (on, payload) => frame(on, payload, { opcode: 9 });
export const receive = (on, frames = 1) => ({ do: 'receive', on, frames });
export const end = (on, within_ms) => ({ do: 'end', on, within_ms });

// The time between two marks, in bounds; the lower bound is the protocol's, the upper one is generous.
export const mark = { do: 'mark' };
export const elapsed = (at_least_ms, at_most_ms = 30_000) => ({ do: 'elapsed', at_least_ms, at_most_ms });

// The steps of sessions of one protocol version on one path. In targets and headers `{sid}` is the scenario's
// first session, `{sid 2}` its second.
export function sessions(engineio, { path = '/socket.io/', query = '' } = {}) {
  const target = (transport, sid = '') => `${path}?EIO=${engineio}&transport=${transport}${query}${sid}`;
  const polling = (number = 1) => target('polling', `&sid={sid ${number}}`);
  return {
    polling,
    handshake: (options) => request('GET', target('polling'), options),
    get: (options) => request('GET', polling(), options),
    post: (body, options) => request('POST', polling(), { body, ...options }),
    park: (on = 'parked') => send(on, 'GET', polling()),
    // Polls until this number of packets has arrived, in any number of answers.
    open: (packets = 1) => ({ do: 'poll', first: target('polling'), target: polling(), packets, engineio }),
    poll: (packets = 1) => ({ do: 'poll', target: polling(), packets, engineio }),
    websocket: (on = 'ws', options) => ({ do: 'websocket', on, target: target('websocket'), ...options }),
    upgrade: (on = 'ws', options) => ({ do: 'websocket', on, target: target('websocket', '&sid={sid}'), ...options }),
  };
}
