// A form for an event, its recipients and repetitions; shows the answer as recipients with states.
import { ask, get, pathOf } from '../base/api.js';
import { whole } from '../base/entries.js';
import { h } from '../base/h.js';
import { note } from '../base/route.js';
import { findingsOf } from '../base/schema.js';
import { store } from '../base/store.js';
import { mergePatch } from '../base/targets.js';
import { PlacedView } from '../base/placed_view.js';
import { callBox } from '../parts/call_box.js';
import { say, reasonOf } from '../parts/notice.js';
import { table } from '../parts/table.js';
import { targetField, targetOf } from '../parts/target_field.js';
import '../parts/payload_edits.js';
import { connectHints } from '../parts/hints.js';
import { judge } from '../parts/json_editor.js';

/** @typedef {import('../parts/target_field.js').Choice} Choice */

const shown_max = 100;

class SendView extends PlacedView {
  #event = '';
  #fixture = '';
  #original = /** @type {any} */ (undefined); // the fixture's payload
  #text = '';
  /** @type {ReturnType<typeof judge>} */
  #judged = { value: undefined, mistakes: [] };
  #schema = /** @type {any} */ (undefined);
  /** @type {(value: any) => {at: string, message: string}[]} */
  #check = () => [];
  /** @type {Choice} */
  #choice = { kind: 'all', text: '' };
  #options = { repeat: '1', delay_ms: '0', await: 'queued', isForced: false };
  /** @type {import('../base/api.js').Answer | undefined} */
  #answer;
  #isSending = false;
  viewName = 'send';

  async readPlace(/** @type {URLSearchParams} */ parameters) {
    const event = parameters.get('event') ?? this.#event;
    const fixture = parameters.get('fixture') ?? 'default';
    const user = parameters.get('user');
    if (user !== null) this.#choice = { kind: 'user', text: user };
    if (event !== '' && (event !== this.#event || fixture !== this.#fixture)) await this.#choose(event, fixture);
    const entry = store.entries.find(({ seq }) => seq === Number(parameters.get('seq')));
    if (entry?.kind === 'emit') this.#edit(JSON.stringify(whole(entry).data, null, 2));
  }

  /** @param {string} event @param {string} fixture */
  async #choose(event, fixture) {
    this.#event = event;
    this.#fixture = fixture;
    const [payload, schema] = await Promise.all([
      get(pathOf('events', event, 'fixtures', fixture)),
      get(pathOf('contracts', event)),
    ]);
    if (event !== this.#event || fixture !== this.#fixture) return;
    this.#original = payload;
    this.#schema = schema;
    this.#check = (value) => (this.#schema ? findingsOf(this.#schema, value) : []);
    this.#answer = undefined;
    this.#edit(JSON.stringify(payload ?? {}, null, 2));
    note('send', { event, fixture: fixture === 'default' ? undefined : fixture });
    this.update();
  }

  /** @param {string} text */
  #edit(text) {
    this.#text = text;
    this.#judged = judge(text, this.#check);
    this.update();
  }

  // The differences between the payload and the fixture.
  #payload() {
    const { value } = this.#judged;
    if (value === undefined || JSON.stringify(value) === JSON.stringify(this.#original))
      return { fixture: this.#fixture };
    const patch = mergePatch(this.#original, value);
    return patch === undefined ? { data: value } : { fixture: this.#fixture, patch };
  }

  /** @param {Record<string, any>} [more] @returns {import('../base/api.js').Call} */
  #call(more = {}) {
    const { await: until, isForced } = this.#options;
    const [repeat, delay_ms] = [Number(this.#options.repeat), Number(this.#options.delay_ms)];
    return {
      method: 'POST',
      path: pathOf('events', this.#event),
      body: {
        ...this.#payload(),
        to: targetOf(this.#choice) ?? { all: true },
        ...(repeat > 1 ? { repeat } : {}),
        ...(delay_ms > 0 ? { delay_ms } : {}),
        ...(until === 'queued' ? {} : { await: until }),
        ...(isForced ? { contract: 'skip' } : {}),
        ...more,
      },
    };
  }

  async send() {
    const isNoJson = this.#text !== '' && this.#judged.value === undefined;
    if (this.#isSending || isNoJson || this.#event === '' || !targetOf(this.#choice)) return;
    this.#isSending = true;
    this.update();
    this.#answer = await ask(this.#call());
    this.#isSending = false;
    say(this.#answer.ok ? `${this.#event} was sent` : reasonOf(this.#answer), !this.#answer.ok);
    this.update();
  }

  render() {
    const events = /** @type {{event: string, fixtures: string[]}[]} */ (store.known.events ?? []);
    const first = events.find(({ event }) => event === 'NewMessage') ?? events[0];
    if (this.#event === '' && first)
      void this.#choose(first.event, first.fixtures.includes('default') ? 'default' : (first.fixtures[0] ?? 'default'));
    return [
      h('h1', 'Send an event'),
      (store.known.connections ?? []).length === 0 &&
        store.known.connections &&
        h(
          'details',
          { class: 'card', key: 'nobody' },
          h('summary', 'No client is connected yet: how to connect an app'),
          connectHints({ isWhole: false }),
        ),
      h(
        'form',
        { class: 'send', key: 'form', onsubmit: (/** @type {Event} */ event) => this.#submit(event) },
        h(
          'div',
          { class: 'columns' },
          h(
            'div',
            this.#chooser(events),
            h('json-editor', {
              id: 'payload',
              '.content': {
                text: this.#text,
                label: 'Payload',
                mistakes: this.#judged.mistakes,
                changed: (/** @type {string} */ text) => this.#edit(text),
              },
            }),
          ),
          h(
            'div',
            targetField(this.#choice, (change) => {
              this.#choice = { ...this.#choice, ...change };
              this.update();
            }),
            this.#how(),
            this.#buttons(),
            this.#event !== '' && callBox(this.#call()),
            this.#result(),
          ),
        ),
      ),
      this.#event !== '' && h('payload-edits', { key: 'edits', '.content': this.#edits() }),
    ];
  }

  /** @param {{event: string, fixtures: string[]}[]} events */
  #chooser(events) {
    const fixtures = events.find(({ event }) => event === this.#event)?.fixtures ?? [];
    return h(
      'div',
      { class: 'fields' },
      this.#select(
        'Event',
        'event',
        events.map(({ event }) => event),
        this.#event,
        (event) => void this.#choose(event, 'default'),
      ),
      this.#select(
        'Fixture',
        'fixture',
        fixtures,
        this.#fixture,
        (fixture) => void this.#choose(this.#event, fixture),
      ),
    );
  }

  #edits() {
    return {
      event: this.#event,
      callWith: (/** @type {any} */ more) => this.#call(more),
      answered: (/** @type {import('../base/api.js').Answer} */ answer) => {
        this.#answer = answer;
        this.update();
      },
    };
  }

  /** @param {Event} event */
  #submit(event) {
    event.preventDefault();
    void this.send();
  }

  /**
   * @param {string} label
   * @param {string} id
   * @param {string[]} names
   * @param {string} chosen
   * @param {(name: string) => void} changed
   */
  #select(label, id, names, chosen, changed) {
    return h(
      'label',
      label,
      h(
        'select',
        { id, '.value': chosen, onchange: (/** @type {any} */ event) => changed(event.target.value) },
        names.map((name) => h('option', { value: name, selected: name === chosen }, name)),
      ),
    );
  }

  #how() {
    /** @param {'repeat' | 'delay_ms'} name @param {string} label @param {number} min */
    const number = (name, label, min) =>
      h(
        'label',
        label,
        h('input', {
          type: 'number',
          min: String(min),
          max: name === 'repeat' ? '10000' : '86400000',
          '.value': this.#options[name],
          oninput: (/** @type {any} */ event) => this.#set(name, event.target.value),
        }),
      );
    return h(
      'fieldset',
      h('legend', 'How'),
      h(
        'div',
        { class: 'fields' },
        number('repeat', 'Times', 1),
        number('delay_ms', 'After (ms)', 0),
        this.#select('Answer when', 'await', ['queued', 'written', 'acked'], this.#options.await, (name) =>
          this.#set('await', name),
        ),
      ),
      h(
        'label',
        { class: 'choice' },
        h('input', {
          type: 'checkbox',
          '.checked': this.#options.isForced,
          onchange: (/** @type {any} */ event) => this.#set('isForced', event.target.checked),
        }),
        'Send it even if it breaks the contract',
      ),
    );
  }

  /** @param {string} name @param {any} value */
  #set(name, value) {
    this.#options = { ...this.#options, [name]: value };
    this.update();
  }

  #buttons() {
    const isJson = this.#judged.value !== undefined || this.#text === '';
    const mayBreak = this.#options.isForced || this.#judged.mistakes.length === 0;
    return h(
      'p',
      { class: 'buttons' },
      h(
        'button',
        {
          class: 'primary',
          id: 'send',
          disabled: this.#isSending || !isJson || !targetOf(this.#choice) || this.#event === '',
        },
        this.#isSending ? 'Waiting…' : 'Send',
        ' ',
        h('kbd', 'Ctrl ⏎'),
      ),
      h(
        'button',
        { type: 'button', onclick: () => this.#edit(JSON.stringify(this.#original, null, 2)) },
        'Back to the fixture',
      ),
      !isJson
        ? h('span', { class: 'finding' }, '✕ The payload is not JSON')
        : !mayBreak && h('span', { class: 'finding' }, `✕ It breaks the contract: the mock will refuse it`),
    );
  }

  #result() {
    const answer = this.#answer;
    if (!answer) return null;
    if (!answer.ok) {
      const { message, violations = [] } = answer.body.error ?? {};
      return h(
        'section',
        { class: 'result bad', 'aria-label': 'Answer' },
        h('h2', `✕ Not sent (${answer.status})`),
        h('p', h('bdi', message)),
        h(
          'ul',
          violations.map((/** @type {any} */ one) => h('li', h('code', one.at || '/'), ' ', one.message)),
        ),
      );
    }
    const { recipients = [], seq, due, last_seq: last = seq } = answer.body;
    const rows = recipients
      .slice(0, shown_max)
      .map((/** @type {any} */ { sid, user, transport, state, acknowledgement }) => ({
        key: sid,
        cells: [
          h('bdi', user),
          transport,
          [state, acknowledgement && [': ', h('bdi', JSON.stringify(acknowledgement))]],
        ],
      }));
    return h(
      'section',
      { class: 'result good', 'aria-label': 'Answer' },
      h('h2', due ? `✓ It goes at ${due}` : ['✓ Sent as ', h('a', { href: `#timeline?seq=${last}` }, `#${last}`)]),
      rows.length > 0 && table(['User', 'Transport', 'State'], rows),
      rows.length === 0 && !due && h('p', 'Sent to no client: none matched.'),
    );
  }
}

customElements.define('send-view', SendView);

export { SendView };
