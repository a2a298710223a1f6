// A minimal Socket.IO client in the page: WebSocket only, the main namespace, text events. For the mock it is
// a client like any other, so it shows in seconds the events that an app would get.
import { base } from '../base/api.js';
import { sandbox, store } from '../base/store.js';
import { say } from './notice.js';

const received_max = 50;

/** @returns {URL} where clients connect: the port from the mock's version, the host as in this page's address */
export function socketUrl() {
  const url = new URL(store.known.version.socket);
  url.hostname = base.hostname;
  if (base.protocol === 'https:') url.protocol = 'wss:';
  if (sandbox.name !== 'default') url.searchParams.set('sandbox', sandbox.name);
  return url;
}

class TestClient {
  user = 'console';
  /** @type {'closed' | 'connecting' | 'connected'} */
  state = 'closed';
  sid = '';
  reason = '';
  /** @type {{event: string, data: any, at: number}[]} the newest first */
  received = [];

  /** @type {WebSocket | undefined} */
  #socket;

  open(user = 'console') {
    if (this.state !== 'closed') return;
    this.user = user;
    this.reason = '';
    const url = socketUrl();
    url.searchParams.set('EIO', '4');
    url.searchParams.set('transport', 'websocket');
    url.searchParams.set('jwt_token', user);
    const socket = new WebSocket(url);
    this.#socket = socket;
    this.#become('connecting');
    socket.onmessage = ({ data }) => this.#take(String(data));
    socket.onclose = () =>
      this.#closed(socket, this.state === 'connecting' ? `no answer at ${url.host}` : 'transport close');
  }

  close() {
    this.#send('41');
    this.#socket?.close();
    if (this.#socket) this.#closed(this.#socket, 'client disconnect');
  }

  /** @param {string} event @param {any} data */
  emit(event, data) {
    this.#send(`42${JSON.stringify([event, data])}`);
  }

  /** @param {string} packet */
  #send(packet) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(packet);
  }

  /** @param {string} packet of Engine.IO */
  #take(packet) {
    if (packet.startsWith('0')) this.#send('40');
    else if (packet === '2') this.#send('3');
    else if (packet.startsWith('4')) this.#takeMessage(packet.slice(1));
  }

  /** @param {string} packet of Socket.IO, in the main namespace */
  #takeMessage(packet) {
    const match = /^([0-4])(?:\/,)?(\d*)(.*)$/s.exec(packet);
    if (!match) return this.#end('parse error');
    const [, type, id = '', json = ''] = match;
    /** @type {any} */
    let content;
    try {
      content = json === '' ? undefined : JSON.parse(json);
    } catch {
      return this.#end('parse error');
    }
    if (type === '0') this.#joined(content?.sid ?? '');
    else if (type === '1') this.#end('io server disconnect');
    else if (type === '2') this.#received(content, id);
    else if (type === '4') this.#end(content?.message ?? 'refused');
  }

  /** @param {string} sid */
  #joined(sid) {
    this.sid = sid;
    this.#become('connected');
    say(`The test client is connected as ${this.user}`);
  }

  /** @param {any[]} packet @param {string} id of the acknowledgement that is asked for */
  #received([event, ...data], id) {
    if (id !== '') this.#send(`43${id}["seen"]`);
    this.received = [{ event, data: data.length === 1 ? data[0] : data, at: Date.now() }, ...this.received].slice(
      0,
      received_max,
    );
    store.changed();
  }

  /** @param {string} reason */
  #end(reason) {
    const socket = this.#socket;
    if (socket) this.#closed(socket, reason);
    socket?.close();
  }

  /** @param {WebSocket} socket @param {string} reason */
  #closed(socket, reason) {
    if (socket !== this.#socket) return;
    this.#socket = undefined;
    this.reason = reason;
    this.sid = '';
    this.#become('closed');
    say(`The test client is disconnected: ${reason}`);
  }

  /** @param {TestClient['state']} state */
  #become(state) {
    this.state = state;
    store.changed();
  }
}

export const testClient = new TestClient();
