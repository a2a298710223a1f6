// The mock's time: real, or held and advanced by hand.
import { ask, get } from '../base/api.js';
import { h } from '../base/h.js';
import { store } from '../base/store.js';
import { View } from '../base/view.js';
import { callBox } from '../parts/call_box.js';
import { reasonOf, say } from '../parts/notice.js';
import { card, table } from '../parts/table.js';

const look_ms = 1000;
const listed_max = 200;

class ClockView extends View {
  /** @type {any[]} */
  #fired = [];
  #firedCount = -1;
  #isMoving = false;
  #waits = true; // for the clients' pongs
  #timer = 0;
  /** @type {import('../base/api.js').Call} */
  #last = { method: 'POST', path: '/clock/advance', body: { ms: 25000 } };

  connectedCallback() {
    super.connectedCallback();
    this.#timer = window.setInterval(() => void this.#look(), look_ms);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  async #look() {
    if (document.hidden || this.#isMoving) return;
    const clock = await get('clock');
    if (clock) store.known.clock = clock;
    this.update();
  }

  /** @param {'manual' | 'real'} mode */
  async #set(mode) {
    this.#last = { method: 'PUT', path: '/clock', body: { mode } };
    const answer = await ask(this.#last);
    if (!answer.ok) say(reasonOf(answer), true);
    else store.known.clock = answer.body;
    store.changed();
  }

  /** @param {number} ms */
  async #advance(ms) {
    this.#isMoving = true;
    this.#last = { method: 'POST', path: '/clock/advance', body: { ms, ...(this.#waits ? {} : { await: 'nothing' }) } };
    this.update();
    const answer = await ask(this.#last);
    this.#isMoving = false;
    if (answer.ok) {
      this.#fired = answer.body.fired;
      this.#firedCount = answer.body.fired_count ?? answer.body.fired.length;
    } else say(reasonOf(answer), true);
    await this.#look();
  }

  render() {
    const { clock } = store.known;
    return [
      h('h1', 'Clock'),
      clock && this.#time(clock),
      clock && this.#moves(clock),
      this.#firedCount >= 0 && this.#firedTimers(),
    ];
  }

  /** @param {any} clock */
  #time({ now, mode }) {
    const isHeld = mode === 'manual';
    return h(
      'section',
      { class: 'card', key: 'clock', 'aria-label': 'The mock’s time' },
      h(
        'p',
        { class: 'now' },
        h('time', { datetime: now }, now.replace('T', ' ').replace('Z', '')),
        h('span', { class: isHeld ? 'chip held' : 'chip' }, isHeld ? '‖ held' : '● real'),
      ),
      h(
        'p',
        { class: 'buttons' },
        isHeld
          ? h('button', { type: 'button', onclick: () => void this.#set('real') }, 'Let it run')
          : h(
              'button',
              { type: 'button', class: 'primary', onclick: () => void this.#set('manual') },
              'Hold the clock',
            ),
      ),
      h(
        'p',
        { class: 'muted' },
        isHeld
          ? 'Heartbeats, timeouts, delays and expiry stand still until you move the clock.'
          : 'Hold it, and a minute of timeouts passes at a click.',
      ),
    );
  }

  /** @param {any} clock */
  #moves({ now, mode, next }) {
    const mayMove = mode === 'manual' && !this.#isMoving;
    const next_ms = next ? Math.max(0, Date.parse(next.at) - Date.parse(now)) : 0;
    const steps = /** @type {[string, number][]} */ ([
      ['+1 s', 1000],
      ['+25 s', 25_000],
      ['+1 min', 60_000],
      ['+1 h', 3_600_000],
    ]);
    return card(
      'Move it',
      h(
        'p',
        { class: 'buttons' },
        steps.map(([label, ms]) =>
          h('button', { type: 'button', disabled: !mayMove, onclick: () => void this.#advance(ms) }, label),
        ),
        h(
          'button',
          { type: 'button', class: 'primary', disabled: !mayMove || !next, onclick: () => void this.#advance(next_ms) },
          next
            ? [
                'To the next timer: ',
                h('b', words(next.timer)),
                next.user && [' of ', h('bdi', next.user)],
                ` in ${seconds(next_ms)}`,
              ]
            : 'No timer is set',
        ),
      ),
      h(
        'label',
        { class: 'choice' },
        h('input', {
          type: 'checkbox',
          '.checked': this.#waits,
          onchange: (/** @type {any} */ event) => (this.#waits = event.target.checked),
        }),
        'Wait for the clients’ pongs, so that clients that work stay connected',
      ),
      callBox(this.#last),
    );
  }

  #firedTimers() {
    const rows = this.#fired
      .slice(0, listed_max)
      .map(({ at, timer, user = '' }, index) => ({ key: String(index), cells: [at, words(timer), h('bdi', user)] }));
    return card(
      this.#firedCount === 0 ? 'Nothing fired' : `${this.#firedCount} fired`,
      rows.length > 0 && table(['At', 'Timer', 'User'], rows),
    );
  }
}

/** @param {string} name */
const words = (name) => name.replaceAll('_', ' ');

/** @param {number} ms */
const seconds = (ms) => (ms < 1000 ? `${ms} ms` : `${Math.round(ms / 100) / 10} s`);

customElements.define('clock-view', ClockView);

export { ClockView };
