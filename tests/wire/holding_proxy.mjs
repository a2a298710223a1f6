// A proxy between a client and the mock that holds what a test names, so that the test stops an upgrade at an
// exact instant. No time passes by chance: a held message goes on when the test says so.
//
//   websocket   the client's request for its WebSocket        probe      its "2probe"
//   poll        a GET of its session                          answer     the answer to one
//   pong        the mock's "3probe"                           upgrade    the client's "5"
import { once } from 'node:events';
import http from 'node:http';
import { connect } from 'node:net';

const pointOf = { '2probe': 'probe', '3probe': 'pong', 5: 'upgrade' };

export async function holdingProxy(test, mock) {
  const proxy = new HoldingProxy(mock);
  await proxy.listen();
  test.after(() => proxy.close());
  return proxy;
}

class HoldingProxy {
  #mock;
  #held = new Map(); // point -> { reached, resume }
  #sockets = new Set();
  #server = http.createServer((request, response) => this.#forward(request, response));

  constructor(mock) {
    this.#mock = mock;
    this.#server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
    this.#server.on('connection', (socket) => this.#keep(socket));
  }

  async listen() {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    this.socketPort = this.#server.address().port;
  }

  close() {
    this.release();
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  // Forwards to another mock from now on.
  to(mock) {
    this.#mock = mock;
  }

  // Holds messages at this point; resolves when one is there.
  hold(point) {
    const held = {};
    held.reached = new Promise((resolve) => (held.reach = resolve));
    held.resumed = new Promise((resolve) => (held.resume = resolve));
    this.#held.set(point, held);
    return held.reached;
  }

  // Releases these points, or all.
  release(...points) {
    for (const point of points.length > 0 ? points : [...this.#held.keys()]) {
      this.#held.get(point)?.resume();
      this.#held.delete(point);
    }
  }

  async #pass(point) {
    const held = this.#held.get(point);
    held?.reach();
    await held?.resumed;
  }

  #keep(socket) {
    this.#sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => this.#sockets.delete(socket));
  }

  async #forward(request, response) {
    const polls = request.method === 'GET' && request.url.includes('sid=');
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    if (polls) await this.#pass('poll');
    const { url, method, headers } = request;
    const target = { host: '127.0.0.1', port: this.#mock.socketPort, path: url, method, headers, agent: false };
    const onward = http.request(target, async (answer) => {
      try {
        const body = [];
        for await (const chunk of answer) body.push(chunk);
        if (polls) await this.#pass('answer');
        response.writeHead(answer.statusCode, answer.headers);
        response.end(Buffer.concat(body));
      } catch {
        response.destroy(); // the mock has ended it
      }
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    onward.end(Buffer.concat(chunks));
  }

  async #upgrade(request, near, head) {
    await this.#pass('websocket');
    const far = connect(this.#mock.socketPort, '127.0.0.1');
    this.#keep(far);
    const lines = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}\r\n`);
    far.write(`GET ${request.url} HTTP/1.1\r\n${lines.join('')}\r\n`);
    far.write(head);
    this.#pump(near, far, false);
    this.#pump(far, near, true);
  }

  // Frame by frame, in order; an end or a reset follows the held frames.
  #pump(from, to, hasHead) {
    const splitter = new FrameSplitter(hasHead);
    let last = Promise.resolve();
    const then = (act) => (last = last.then(act));
    from.on('data', (chunk) => {
      for (const { bytes, text } of splitter.take(chunk)) {
        then(async () => {
          if (pointOf[text]) await this.#pass(pointOf[text]);
          to.write(bytes);
        });
      }
    });
    from.on('end', () => then(() => to.end()));
    from.on('close', (failed) => then(() => (failed ? to.destroy() : to.end())));
  }
}

// Splits one direction of a WebSocket's connection into frames; the handshake's answer is first.
class FrameSplitter {
  #rest = Buffer.alloc(0);

  constructor(hasHead) {
    this.hasHead = hasHead;
  }

  *take(chunk) {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    if (this.hasHead) {
      const end = this.#rest.indexOf('\r\n\r\n');
      if (end < 0) return;
      this.hasHead = false;
      yield { bytes: this.#cut(end + 4) };
    }
    for (let frame = this.#frame(); frame; frame = this.#frame()) yield frame;
  }

  #frame() {
    if (this.#rest.length < 2) return undefined;
    const short = this.#rest[1] & 127;
    const lengthBytes = short < 126 ? 0 : short === 126 ? 2 : 8;
    const maskBytes = this.#rest[1] & 128 ? 4 : 0;
    const head = 2 + lengthBytes + maskBytes;
    if (this.#rest.length < head) return undefined;
    const [at, width] = lengthBytes === 2 ? [2, 2] : [4, 6]; // six bytes suffice for any length here
    const length = lengthBytes === 0 ? short : this.#rest.readUIntBE(at, width);
    if (this.#rest.length < head + length) return undefined;
    const bytes = this.#cut(head + length);
    const mask = bytes.subarray(head - maskBytes, head);
    const content = bytes.subarray(head).map((byte, i) => (maskBytes ? byte ^ mask[i % 4] : byte));
    return { bytes, text: content.toString('latin1') };
  }

  #cut(length) {
    const bytes = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    return bytes;
  }
}
