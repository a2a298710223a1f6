// Performs a scenario's steps on one server, and records its answers, line by line.
import { createHash, randomBytes } from 'node:crypto';
import { clientFrame, Connection, Ended, Silent } from './connection.mjs';
import { packetsOf } from './payload.mjs';

export async function play({ steps }, port) {
  const stage = new Stage(port);
  try {
    for (const step of steps) await stage[step.do](step);
  } catch (error) {
    if (!(error instanceof Ended || error instanceof Silent)) throw error;
    stage.lines.push(error.message);
  } finally {
    stage.leave();
  }
  return stage.lines;
}

class Stage {
  lines = [];
  #port;
  #connections = new Map();
  #sids = [];
  #marked_at;

  constructor(port) {
    this.#port = port;
  }

  leave() {
    for (const connection of this.#connections.values()) connection.drop();
  }

  async request(step) {
    const on = step.on ?? Symbol(step.method);
    this.#write(on, step);
    await this.answer({ on, isHead: step.method === 'HEAD', as: step.method });
    if (!step.on) this.drop({ on });
  }

  async send(step) {
    this.#write(step.on, step);
    await this.#roundTrip();
  }

  async answer({ on, isHead, as = on }) {
    const response = await this.#connection(on).response(isHead);
    this.#writeDownAnswer(as, response);
  }

  async poll({ first, target, packets, engineio }) {
    for (let received = 0; received < packets; ) {
      const on = Symbol('poll');
      this.#write(on, { method: 'GET', target: received === 0 && first ? first : target });
      const response = await this.#connection(on).response();
      this.drop({ on });
      if (response.status !== 200) {
        this.#writeDownAnswer('poll', response);
        return;
      }
      const contentType = new Map(response.headers).get('content-type');
      for (const packet of packetsOf(engineio, contentType, response.body)) {
        this.#writeDown('poll', Buffer.isBuffer(packet) ? `<${packet.toString('hex')}>` : this.#text(packet));
        ++received;
      }
    }
  }

  async websocket({ on, target, method = 'GET', headers = {} }) {
    const key = randomBytes(16).toString('base64');
    const upgrade = {
      Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': 13, 'Sec-WebSocket-Key': key, ...headers,
    };
    this.#write(on, { method, target, headers: upgrade });
    const response = await this.#connection(on).response();
    const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
    response.headers = response.headers.map(([name, value]) => [name, value.replace(accept, '<of the key>')]);
    this.#writeDownAnswer(on, response);
  }

  async frame({ on, ...frame }) {
    this.#connection(on).write(clientFrame(frame));
    await this.#roundTrip();
  }

  async bytes({ on, bytes }) {
    this.#connection(on).write(this.#filled(bytes));
    await this.#roundTrip();
  }

  async drop({ on }) {
    this.#connection(on).drop();
    this.#connections.delete(on);
    if (typeof on === 'string') await this.#roundTrip();
  }

  async receive({ on, frames }) {
    for (let received = 0; received < frames; ++received) await this.#receive(on);
  }

  async #receive(on) {
    const { isFinal, reserved, opcode, isMasked, payload } = await this.#connection(on).frame();
    const kind = { 1: 'text', 2: 'binary', 8: 'close', 9: 'ping', 10: 'pong' }[opcode] ?? `opcode ${opcode}`;
    const oddities = [!isFinal && 'unfinished', reserved && `reserved ${reserved}`, isMasked && 'masked'];
    const content = opcode === 1 ? this.#text(payload) : payload.toString('hex');
    this.#writeDown(on, [kind, ...oddities, content].filter(Boolean).join(' '));
    return opcode;
  }

  // Some servers wait for their close frame's echo before they end the connection.
  async end({ on, within_ms }) {
    while (!(await this.#connection(on).hasEnded(within_ms))) {
      const opcode = await this.#receive(on);
      if (opcode === 8) this.#connection(on).write(clientFrame({ opcode: 8, payload: [] }));
    }
    this.#writeDown(on, 'end');
  }

  async mark() {
    this.#marked_at = performance.now();
  }

  async elapsed({ at_least_ms, at_most_ms }) {
    const elapsed_ms = performance.now() - this.#marked_at;
    const isWithin = at_least_ms <= elapsed_ms && elapsed_ms <= at_most_ms;
    this.lines.push(isWithin ? `after ${at_least_ms} ms` : `after ${elapsed_ms} ms, not ${at_least_ms}`);
  }

  #connection(on) {
    if (!this.#connections.has(on)) this.#connections.set(on, new Connection(this.#port));
    return this.#connections.get(on);
  }

  #write(on, { method, target, version = '1.1', headers = {}, body }) {
    const all = { Host: '127.0.0.1', ...headers };
    if (body !== undefined && !('Transfer-Encoding' in headers)) all['Content-Length'] ??= Buffer.byteLength(body);
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
    const head = `${method} ${this.#filled(target)} HTTP/${version}\r\n${lines.join('')}\r\n`;
    this.#connection(on).write(Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(body ?? '')]));
  }

  // Once a second connection has its answer, the server has read all earlier bytes of the first.
  async #roundTrip() {
    for (let i = 0; i < 2; ++i) {
      const on = Symbol('round trip');
      this.#write(on, { method: 'GET', target: '/socket.io/?transport=none' });
      await this.#connection(on).response();
      this.#connections.get(on).drop();
      this.#connections.delete(on);
    }
  }

  #filled(text) {
    if (typeof text !== 'string') return text;
    return text.replace(/\{sid ?(\d*)\}/g, (_, number) => this.#sids[(number || 1) - 1] ?? 'none');
  }

  #writeDown(who, what) {
    this.lines.push(`${typeof who === 'symbol' ? who.description : who}: ${what}`);
  }

  #writeDownAnswer(who, { statusLine, headers, body }) {
    this.#writeDown(who, statusLine);
    for (const [name, value] of headers.sort()) this.#writeDown(who, `${name}: ${this.#text(value)}`);
    if (body.length > 0) this.#writeDown(who, this.#text(body));
  }

  // Readable, and independent of the server's sids.
  #text(content) {
    const text = content.toString();
    if (Buffer.isBuffer(content) && !Buffer.from(text).equals(content)) return `<${content.toString('hex')}>`;
    for (const [, sid] of text.matchAll(/"sid\\?":\\?"([A-Za-z0-9_-]{20})/g)) {
      if (!this.#sids.includes(sid)) this.#sids.push(sid);
    }
    const masked = this.#sids.reduce((rest, sid, i) => rest.replaceAll(sid, `<sid ${i + 1}>`), text);
    return masked.replace(/[\0-\x1f]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
  }
}
