// The frame of the page: names of the views, the state of the mock, and active faults and rules.
import { h } from '../base/h.js';
import { place, hrefOf } from '../base/route.js';
import { store } from '../base/store.js';
import { View } from '../base/view.js';
import { showSignsOf } from '../parts/signs.js';
import { handleKeys, openKeys } from '../parts/keys.js';
import { openPalette } from '../parts/palette.js';
import { banner } from '../parts/banner.js';
import { clockChip } from '../parts/clock_chip.js';
import { sandboxSwitch } from '../parts/sandboxes.js';
import '../parts/login.js';
import './timeline.js';
import './send.js';
import './connections.js';
import './faults.js';
import './scenarios.js';
import './clock.js';
import './contracts.js';

/** @type {[string, string, string][]} */
const entries = [
  ['timeline', 'Timeline', '≡'],
  ['send', 'Send', '➤'],
  ['connections', 'Connections', '⇄'],
  ['faults', 'Faults & rules', 'ϟ'],
  ['scenarios', 'Scenarios', '▶'],
  ['clock', 'Clock', '◷'],
  ['contracts', 'Contracts', '§'],
];

const statuses = {
  connecting: ['…', 'Connecting'],
  live: ['●', 'Live'],
  lost: ['✕', 'No server'],
  refused: ['⊘', 'Token needed'],
};

class AppShell extends View {
  #view = '';

  connectedCallback() {
    super.connectedCallback();
    addEventListener('hashchange', () => this.update());
    addEventListener('keydown', handleKeys);
    store.subscribe(showSignsOf);
  }

  draw() {
    super.draw();
    const { view } = place();
    if (view === this.#view) return;
    if (this.#view !== '') this.querySelector('main')?.focus();
    this.#view = view;
  }

  /** @param {string} view */
  #countOf(view) {
    const { connections, faults, runs } = store.known;
    if (view === 'connections') return connections?.length;
    if (view === 'faults') return faults?.length;
    if (view === 'scenarios') return runs?.filter((/** @type {any} */ run) => run.state === 'running').length;
    return 0;
  }

  render() {
    const { view } = place();
    const [sign, label] = /** @type {[string, string]} */ (statuses[store.status]);
    return [
      h(
        'a',
        { class: 'skip', href: '#main', onclick: (/** @type {Event} */ event) => this.#skip(event) },
        'Skip to the content',
      ),
      h(
        'header',
        { class: 'top' },
        h(
          'a',
          { class: 'brand', href: '#timeline' },
          h('img', { src: 'icon.svg', alt: '', width: '22', height: '22' }),
          'chatmock',
        ),
        h('span', { class: `status ${store.status}` }, h('span', { 'aria-hidden': 'true' }, sign), ' ', label),
        clockChip(),
        sandboxSwitch(),
        h('span', { class: 'grow' }),
        h(
          'button',
          { type: 'button', title: 'Do anything by its name (Ctrl+K)', onclick: openPalette },
          'Go to… ',
          h('kbd', 'Ctrl K'),
        ),
        h('button', { type: 'button', class: 'icon', 'aria-label': 'Keys', title: 'Keys (?)', onclick: openKeys }, '?'),
      ),
      this.#nav(view),
      h(
        'div',
        { class: 'page' },
        banner(),
        h('main', { id: 'main', tabindex: '-1', key: 'main' }, h(`${view}-view`, { key: view })),
      ),
      store.status === 'refused' && h('login-dialog', { key: 'login' }),
    ];
  }

  /** @param {string} view */
  #nav(view) {
    return h(
      'nav',
      { 'aria-label': 'Views' },
      entries.map(([name, text, icon]) => {
        const count = this.#countOf(name);
        return h(
          'a',
          { href: hrefOf(name), 'aria-current': name === view ? 'page' : undefined },
          h('span', { class: 'glyph', 'aria-hidden': 'true' }, icon),
          h('span', { class: 'text' }, text),
          count > 0 && h('span', { class: 'badge' }, String(count)),
        );
      }),
    );
  }

  /** @param {Event} event */
  #skip(event) {
    event.preventDefault();
    this.querySelector('main')?.focus();
  }
}

customElements.define('app-shell', AppShell);
