// The connections, with actions to disconnect each one, or to refuse the next one.
import { h } from '../base/h.js';
import { hrefOf } from '../base/route.js';
import { store } from '../base/store.js';
import { View } from '../base/view.js';
import { act } from '../parts/act.js';
import { callBox } from '../parts/call_box.js';
import { connectHints } from '../parts/hints.js';
import { testClient } from '../parts/test_client.js';
import '../parts/json_tree.js';

const shown_max = 300;
const look_ms = 2000; // the journal has no entries of pings and polls

const columns = [
  'User', 'Transport', 'Protocol', 'Namespace', 'Groups', 'Since', 'Last ping', 'Queued', 'Connection',
];

/** Each end, and the report of a current client. */
const ends = /** @type {[string, string, string][]} */ ([
  ['server_disconnect', 'io server disconnect', 'stays away'],
  ['transport_close', 'transport close', 'comes back'],
  ['transport_error', 'transport error', 'comes back'],
  ['ping_timeout', 'ping timeout', 'comes back, later'],
  ['parse_error', 'parse error', 'comes back'],
  ['restart', 'transport close', 'comes back to a server that has forgotten it'],
  ['half_open', 'ping timeout', 'notices nothing until its ping fails'],
]);

/** Each outcome of an auth rule, as a person would say it. */
const refusals = /** @type {[string, any][]} */ ([
  ['as Socket.IO does (connect_error)', { do: 'reject' }],
  ['with HTTP 401', { do: 'reject', via: 'http', status: 401 }],
  ['with HTTP 503', { do: 'reject', via: 'http', status: 503 }],
  ['by an error event', { do: 'reject', via: 'event' }],
  ['by closing the transport', { do: 'reject', via: 'close' }],
  ['never: let it hang', { do: 'hang' }],
  ['accept after 5 s', { do: 'accept', delay_ms: 5000 }],
  ['accept, expire after 10 s', { do: 'accept', expire_after_ms: 10000 }],
]);

/** @param {any} connection @returns {any} the match of an auth rule for this user */
const matchOf = ({ user, claims }) => (claims?.sub === user ? { claims: { sub: user } } : { token: user });

/** @param {string | undefined} instant @returns {any} the time of day on the mock's clock */
const timeOf = (instant) => instant && h('time', { datetime: instant, title: instant }, instant.slice(11, 19));

/** @param {{event: string, data: any, at: number}[]} received */
function receivedList(received) {
  return h(
    'details',
    { key: 'received', open: true },
    h('summary', `It received ${received.length} ${received.length === 1 ? 'event' : 'events'}`),
    h(
      'ul',
      { class: 'received' },
      received
        .slice(0, 5)
        .map(({ event, data, at }) =>
          h(
            'li',
            { key: String(at) },
            h('b', h('bdi', event)),
            ' ',
            h('bdi', JSON.stringify(data).slice(0, 300)),
          ),
        ),
    ),
  );
}

class ConnectionsView extends View {
  #open = ''; // sid of the opened row
  #filter = '';
  /** @type {import('../base/api.js').Call | undefined} */
  #last;
  #timer = 0;

  connectedCallback() {
    super.connectedCallback();
    this.#timer = window.setInterval(() => !document.hidden && store.refresh('connections'), look_ms);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  /** @param {import('../base/api.js').Call} call @param {string} done */
  #act(call, done) {
    this.#last = call;
    void act(call, done);
    this.update();
  }

  render() {
    const all = /** @type {any[] | undefined} */ (store.known.connections);
    const some = (all ?? []).filter(({ user, sid }) => `${user} ${sid}`.includes(this.#filter));
    return [
      h('h1', 'Connections'),
      this.#testClient(),
      all?.length === 0 && connectHints({ isWhole: false, offersClient: false }),
      (all?.length ?? 0) > 0 && this.#tools(`${some.length} of ${all?.length}`),
      (all?.length ?? 0) > 0 && this.#table(some),
      some.length > shown_max && h('p', { class: 'muted' }, `and ${some.length - shown_max} more: filter to see them`),
      this.#last && callBox(this.#last),
    ];
  }

  /** @param {string} count */
  #tools(count) {
    return h(
      'div',
      { class: 'tools', key: 'tools' },
      h('input', {
        type: 'search',
        id: 'filter',
        'aria-label': 'Filter',
        placeholder: 'Filter by user or sid',
        '.value': this.#filter,
        oninput: (/** @type {any} */ event) => this.#setFilter(event.target.value),
      }),
      h('span', { class: 'muted count' }, count),
      h('span', { class: 'grow' }),
      h(
        'button',
        {
          type: 'button',
          onclick: () =>
            this.#act(
              { method: 'POST', path: '/connections/disconnect', body: { to: { all: true }, as: 'restart' } },
              'Everyone lost the connection, as by a restart',
            ),
        },
        'Restart the server for everyone',
      ),
    );
  }

  /** @param {any[]} some */
  #table(some) {
    return h(
      'div',
      { class: 'scroll', key: 'table', tabindex: '0', role: 'region', 'aria-label': 'Connections' },
      h(
        'table',
        { class: 'wide' },
        h(
          'thead',
          h(
            'tr',
            columns.map((name) => h('th', { scope: 'col' }, name)),
          ),
        ),
        h(
          'tbody',
          some.slice(0, shown_max).map((one) => this.#rows(one)),
        ),
      ),
    );
  }

  /** @param {string} text */
  #setFilter(text) {
    this.#filter = text;
    this.update();
  }

  /** @param {any} one */
  #rows(one) {
    const isOpen = this.#open === one.sid;
    const { engineio, socketio } = one.protocol;
    return [
      h(
        'tr',
        { key: one.sid, class: isOpen ? 'open' : undefined },
        h(
          'th',
          { scope: 'row' },
          h(
            'button',
            { type: 'button', class: 'twist', 'aria-expanded': String(isOpen), onclick: () => this.#turn(one.sid) },
            h('span', { 'aria-hidden': 'true' }, isOpen ? '▾ ' : '▸ '),
            h('bdi', { class: 'user' }, one.user),
          ),
        ),
        h('td', one.transport, (one.state ?? 'open') !== 'open' && h('b', ` ${one.state.replaceAll('_', ' ')}`)),
        h('td', `Engine.IO ${engineio}, Socket.IO ${socketio}`),
        h('td', h('bdi', one.namespace)),
        h('td', h('bdi', one.groups.join(', '))),
        h('td', timeOf(one.since)),
        h('td', timeOf(one.last_ping) ?? 'none yet'),
        h('td', { title: 'Packets that wait for its next poll' }, String(one.queued ?? '')),
        h('td', h('code', one.sid)),
      ),
      isOpen && h('tr', { key: `${one.sid} open` }, h('td', { colspan: String(columns.length) }, this.#actions(one))),
    ];
  }

  /** @param {string} sid */
  #turn(sid) {
    this.#open = this.#open === sid ? '' : sid;
    this.update();
  }

  /** @param {any} one */
  #actions(one) {
    const { user } = one;
    return h(
      'div',
      { class: 'actions' },
      h(
        'p',
        { class: 'buttons' },
        h('a', { class: 'button', href: hrefOf('send', { user }) }, 'Send to ', h('bdi', user)),
        h(
          'a',
          { class: 'button', href: hrefOf('timeline', { q: `user:${/\s/.test(user) ? `"${user}"` : user}` }) },
          'Show on the timeline',
        ),
      ),
      h('h2', 'Disconnect: the client reports'),
      h(
        'p',
        { class: 'buttons' },
        this.#endButtons(one),
      ),
      h('h2', 'Refuse this user the next time'),
      h(
        'p',
        { class: 'buttons' },
        this.#refusalButtons(one),
      ),
      Object.keys(one.claims).length > 0 &&
        h('details', { key: 'claims' }, h('summary', 'Claims'), h('json-tree', { '.content': { value: one.claims } })),
    );
  }

  /** @param {any} one */
  #endButtons({ user, sid }) {
    return ends.map(([as, reason, then]) =>
      h(
        'button',
        {
          type: 'button',
          title: `${as}: the client ${then}`,
          onclick: () =>
            this.#act(
              { method: 'POST', path: '/connections/disconnect', body: { to: { sid }, as } },
              `${user} is disconnected as by ${as}`,
            ),
        },
        h('b', reason),
        h('span', { class: 'muted' }, ` ${as.replaceAll('_', ' ')} · ${then}`),
      ),
    );
  }

  /** @param {any} one */
  #refusalButtons(one) {
    return refusals.map(([name, outcome]) =>
      h(
        'button',
        {
          type: 'button',
          onclick: () =>
            this.#act(
              { method: 'POST', path: '/auth/rules', body: { match: matchOf(one), times: 1, outcome } },
              `The next CONNECT of ${one.user}: ${name}`,
            ),
        },
        name,
      ),
    );
  }

  #testClient() {
    const { state, user, sid, reason, received } = testClient;
    return h(
      'section',
      { class: 'card', key: 'client', 'aria-label': 'Test client' },
      h('h2', 'Test client'),
      h(
        'p',
        state === 'closed'
          ? [
              'A Socket.IO client in this page, which shows the events that an app would get.',
              reason && h('span', { class: 'muted' }, ` It left: ${reason}.`),
            ]
          : [state === 'connected' ? 'Connected as ' : 'Connecting as ', h('b', user), sid && [' · ', h('code', sid)]],
      ),
      h(
        'p',
        { class: 'buttons' },
        state === 'closed'
          ? h(
              'button',
              { type: 'button', class: 'primary', disabled: !store.known.version, onclick: () => testClient.open() },
              'Connect a test client',
            )
          : [
              h('button', { type: 'button', onclick: () => testClient.close() }, 'Disconnect it'),
              h(
                'button',
                {
                  type: 'button',
                  disabled: state !== 'connected',
                  onclick: () => testClient.emit('typing', { group_id: 7 }),
                },
                'Let it send “typing”',
              ),
            ],
      ),
      received.length > 0 && receivedList(received),
    );
  }
}

customElements.define('connections-view', ConnectionsView);

export { ConnectionsView };
