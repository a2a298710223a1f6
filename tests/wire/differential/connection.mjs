// One TCP connection, byte by byte: HTTP/1.1 answers and WebSocket frames in order of arrival.
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';

const patience_ms = 30_000;

export class Ended extends Error {}
export class Silent extends Error {}

export class Connection {
  #socket;
  #received = Buffer.alloc(0);
  #hasEnded = false;
  #wake = () => {};

  constructor(port) {
    this.#socket = connect(port, '127.0.0.1');
    this.#socket.setNoDelay(true);
    this.#socket.on('data', (bytes) => {
      this.#received = Buffer.concat([this.#received, bytes]);
      this.#wake();
    });
    for (const event of ['error', 'end', 'close']) {
      this.#socket.on(event, () => {
        this.#hasEnded = true;
        this.#wake();
      });
    }
  }

  write(bytes) {
    this.#socket.write(bytes);
  }

  drop() {
    this.#socket.destroy();
  }

  // The next answer; an answer to HEAD announces a body that does not follow.
  async response(isHead = false) {
    const head = (await this.#through('\r\n\r\n')).toString('latin1');
    const [statusLine, ...lines] = head.trimEnd().split('\r\n');
    const headers = lines.map((line) => [line.split(':')[0].toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]);
    const status = Number(statusLine.split(' ')[1]);
    const isBodiless = isHead || status < 200 || status === 204;
    return { status, statusLine, headers, body: isBodiless ? Buffer.alloc(0) : await this.#body(new Map(headers)) };
  }

  // The next frame of a server, which must be unmasked.
  async frame() {
    const [first, second] = await this.#take(2);
    const length = await this.#frameLength(second & 0x7f);
    return {
      isFinal: (first & 0x80) !== 0,
      reserved: (first >> 4) & 7,
      opcode: first & 0x0f,
      isMasked: (second & 0x80) !== 0,
      payload: await this.#take(length),
    };
  }

  // Waits for more bytes or the connection's end; true for the end.
  async hasEnded(within_ms) {
    await this.#until(() => this.#received.length > 0 || this.#hasEnded, true, within_ms);
    return this.#received.length === 0;
  }

  async #frameLength(short) {
    if (short === 126) return (await this.#take(2)).readUInt16BE();
    if (short === 127) return Number((await this.#take(8)).readBigUInt64BE());
    return short;
  }

  async #body(headers) {
    if (headers.get('transfer-encoding') === 'chunked') {
      const chunks = [];
      for (;;) {
        const length = parseInt((await this.#through('\r\n')).toString('latin1'), 16);
        chunks.push((await this.#take(length + 2)).subarray(0, length));
        if (length === 0) return Buffer.concat(chunks);
      }
    }
    if (headers.has('content-length')) return this.#take(Number(headers.get('content-length')));
    await this.#until(() => this.#hasEnded, true);
    return this.#take(this.#received.length);
  }

  async #through(mark) {
    await this.#until(() => this.#received.includes(mark));
    return this.#take(this.#received.indexOf(mark) + mark.length);
  }

  async #take(length) {
    await this.#until(() => this.#received.length >= length);
    const taken = this.#received.subarray(0, length);
    this.#received = this.#received.subarray(length);
    return taken;
  }

  async #until(isSo, mayEnd = false, within_ms = patience_ms) {
    // Reads bytes that have arrived already, even if a busy machine stopped this process.
    const giveUp = () => this.#wake(new Silent(`nothing within ${within_ms} ms`));
    const deadline = setTimeout(() => setImmediate(giveUp), within_ms);
    try {
      while (!isSo()) {
        if (this.#hasEnded && !mayEnd) throw new Ended('the connection ended');
        await new Promise((resolve, reject) => {
          this.#wake = (error) => (error ? reject(error) : resolve());
        });
      }
    } finally {
      clearTimeout(deadline);
      this.#wake = () => {};
    }
  }
}

// A client's frame. Tests can set `reserved` bits, omit the mask, or give a wrong length.
export function clientFrame({ opcode = 1, isFinal = true, reserved = 0, isMasked = true, payload }) {
  const bytes = Buffer.from(payload);
  const head = [(isFinal ? 0x80 : 0) | (reserved << 4) | opcode];
  const mask_bit = isMasked ? 0x80 : 0;
  if (bytes.length < 126) head.push(mask_bit | bytes.length);
  else if (bytes.length < 0x10000) head.push(mask_bit | 126, bytes.length >> 8, bytes.length & 0xff);
  else head.push(mask_bit | 127, 0, 0, 0, 0, ...[24, 16, 8, 0].map((shift) => (bytes.length >>> shift) & 0xff));
  if (!isMasked) return Buffer.concat([Buffer.from(head), bytes]);
  const mask = randomBytes(4);
  return Buffer.concat([Buffer.from(head), mask, bytes.map((byte, i) => byte ^ mask[i % 4])]);
}
