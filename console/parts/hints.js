// Shown while no client is connected: lines that connect an app to this server, and a client in this page.
import { store } from '../base/store.js';
import { h } from '../base/h.js';
import { socketUrl, testClient } from './test_client.js';
import { copyText } from './call_box.js';

/** @returns {[string, string][]} */
const languages = () => {
  const url = socketUrl();
  const origin = url.origin.replace(/^ws/, 'http');
  const query = Object.entries({ jwt_token: 'alice', ...Object.fromEntries(url.searchParams) });
  const path = url.pathname === '/socket.io/' ? [] : [['path', url.pathname]];
  const connect = [
    `const socket = io("${origin}", {`,
    ...path.map(([, text]) => `  path: "${text}",`),
    `  query: { ${query.map(([name, text]) => `${name}: "${text}"`).join(', ')} },`,
    '});',
    'socket.on("NewMessage", console.log);',
  ];
  const python = [
    '# pip install "python-socketio[client]"',
    'import socketio',
    '',
    'client = socketio.Client()',
    'client.on("NewMessage", print)',
    'client.connect(',
    `    "${origin}?${new URLSearchParams(query)}",`,
    ...path.map(([, text]) => `    socketio_path="${text}",`),
    ')',
    'client.wait()',
  ];
  return [
    ['Browser', ['import { io } from "socket.io-client";', '', ...connect].join('\n')],
    [
      'Node.js',
      ['// npm install socket.io-client', 'const { io } = require("socket.io-client");', ...connect].join('\n'),
    ],
    ['Python', python.join('\n')],
  ];
};

function clientButton() {
  const isClosed = testClient.state === 'closed';
  const label = isClosed ? 'Connect a test client' : 'The test client is connected';
  const press = () => testClient.open();
  return h('button', { type: 'button', class: 'primary', disabled: !isClosed, onclick: press }, label);
}

/**
 * Nothing until the mock has said where clients connect: lines with another address would be copied.
 * @param {{isWhole?: boolean, offersClient?: boolean}} [options]
 */
export function connectHints({ isWhole = true, offersClient = true } = {}) {
  if (store.known.version === undefined) return false;
  return h(
    'section',
    { class: 'hints', key: 'hints' },
    isWhole && h('h2', 'Nothing has happened yet'),
    h(
      'p',
      'Connect your app to ',
      h('code', socketUrl().href),
      offersClient && ', or see how it works with a client here',
      '.',
    ),
    offersClient && h('p', clientButton()),
    h(
      'div',
      { class: 'languages' },
      languages().map(([name, code]) =>
        h(
          'figure',
          { key: name },
          h(
            'figcaption',
            name,
            h(
              'button',
              {
                type: 'button',
                class: 'small',
                'aria-label': `Copy the lines for ${name}`,
                onclick: () => void copyText(code, `lines for ${name}`),
              },
              'Copy',
            ),
          ),
          h('pre', { tabindex: '0' }, h('code', code)),
        ),
      ),
    ),
  );
}
