// Debian's python3-socketio as a child process that takes orders, and says what it hears.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { patience_ms } from '../chatmock.mjs';

const script = fileURLToPath(new URL('python_client.py', import.meta.url));
// The system's own interpreter: another one in the PATH does not know Debian's packages.
const interpreter = '/usr/bin/python3';

export class PythonClient {
  #child;
  #heard = [];
  #wake = () => {};

  // Further options are the Python client's: `headers`, `socketio_path`; and `query`, and the `host` of the URL.
  constructor(test, mock, token, transports, { query = {}, host = '127.0.0.1', ...options } = {}) {
    const whole = new URLSearchParams({ ...(token === undefined ? {} : { jwt_token: token }), ...query });
    const url = `http://${host}:${mock.socketPort}/?${whole}`;
    this.#child = spawn(interpreter, [script, url, JSON.stringify(options), ...transports]);
    this.exited = once(this.#child, 'close');
    this.#child.stderr.on('data', (text) => test.diagnostic(String(text)));
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      this.#heard.push(JSON.parse(line));
      this.#wake();
    });
    test.after(async () => {
      const hung = setTimeout(() => this.#child.kill('SIGKILL'), patience_ms);
      this.#child.stdin.end();
      await this.exited;
      clearTimeout(hung);
    });
  }

  order(command) {
    this.#child.stdin.write(`${JSON.stringify(command)}\n`);
  }

  // The next it says of this kind; what it said before that is passed over.
  async hears(what) {
    const late = setTimeout(() => this.#wake(new Error(`no "${what}" within ${patience_ms} ms`)), patience_ms);
    try {
      for (;;) {
        while (this.#heard.length > 0) {
          const said = this.#heard.shift();
          if (said.what === what) return said;
        }
        await new Promise((resolve, reject) => (this.#wake = (error) => (error ? reject(error) : resolve())));
      }
    } finally {
      clearTimeout(late);
      this.#wake = () => {};
    }
  }
}
