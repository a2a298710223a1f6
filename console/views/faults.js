// Installed faults with their strikes, and auth rules with their remaining uses.
import { ask, pathOf } from '../base/api.js';
import { brief, timeOf } from '../base/entries.js';
import { h } from '../base/h.js';
import { presets, rulePresets } from '../base/presets.js';
import { store } from '../base/store.js';
import { View } from '../base/view.js';
import { act } from '../parts/act.js';
import { callBox } from '../parts/call_box.js';
import { reasonOf, say } from '../parts/notice.js';
import { card, table } from '../parts/table.js';
import { faultForm, faultOf, newFault } from '../parts/fault_form.js';

class FaultsView extends View {
  #form = newFault();
  /** @type {import('../base/api.js').Call | undefined} */
  #last;

  /** @param {import('../base/api.js').Call} call @param {string} done */
  #act(call, done) {
    this.#last = call;
    void act(call, done);
    this.update();
  }

  render() {
    return [
      h('h1', 'Faults and auth rules'),
      this.#faults(),
      this.#presets(),
      this.#add(),
      this.#rules(),
      this.#last && h('div', { key: 'last' }, callBox(this.#last)),
    ];
  }

  #faults() {
    const faults = /** @type {any[]} */ (store.known.faults ?? []);
    const rows = faults.map(({ name, do: does, strikes, occurrences, since: _, ends_at: ends, ...rest }) => ({
      key: name,
      cells: [
        h('bdi', name),
        does,
        `${strikes} of ${occurrences}`,
        [h('code', brief(rest)), ends && h('span', { class: 'muted' }, ` until ${timeOf(ends)}`)],
        removeButton(name, () => this.#act({ method: 'DELETE', path: pathOf('faults', name) }, `${name} is removed`)),
      ],
    }));
    if (rows.length > 0) return card('Active faults', table(['Name', 'Does', 'Strikes', 'Where', ''], rows, 'Faults'));
    return card(
      'Active faults',
      h('p', { class: 'muted' }, 'None. Everything arrives as it was sent: choose a preset, or make one below.'),
    );
  }

  #presets() {
    return card(
      'Presets',
      choices(
        presets.map(({ name, effect, faults }) => ({ name, effect, run: () => void this.#install(name, faults) })),
      ),
    );
  }

  /** @param {string} name @param {Record<string, any>} faults */
  async #install(name, faults) {
    for (const [fault, body] of Object.entries(faults)) {
      this.#last = { method: 'PUT', path: pathOf('faults', fault), body };
      const answer = await ask(this.#last);
      if (!answer.ok) return say(reasonOf(answer), true);
    }
    say(`“${name}” is active`);
    store.refresh('faults');
    this.update();
    return undefined;
  }

  #add() {
    const form = this.#form;
    const call = { method: 'PUT', path: pathOf('faults', form.name), body: faultOf(form) };
    return card(
      'Add a fault',
      h(
        'form',
        { onsubmit: (/** @type {Event} */ event) => this.#submit(event, call) },
        faultForm(form, (name, value) => {
          this.#form = { ...this.#form, [name]: value };
          this.update();
        }),
        h(
          'p',
          { class: 'buttons' },
          h('button', { class: 'primary', disabled: form.name.trim() === '' }, 'Add the fault'),
        ),
      ),
      callBox(call),
    );
  }

  /** @param {Event} event @param {import('../base/api.js').Call} call */
  #submit(event, call) {
    event.preventDefault();
    this.#act(call, `${this.#form.name} is active`);
  }

  #rules() {
    const rules = /** @type {any[]} */ (store.known.rules ?? []);
    const rows = rules.map(({ id, match, outcome: { do: does, ...rest }, times }, index) => ({
      key: String(index),
      class: times === 0 ? 'used' : undefined,
      cells: [
        [String(index + 1), id && h('span', { class: 'muted' }, ' ', h('bdi', id))],
        h('code', Object.keys(match).length === 0 ? 'anyone' : brief(match)),
        [h('b', does), ' ', Object.keys(rest).length > 0 && h('code', brief(rest))],
        times === undefined ? 'any' : times === 0 ? 'used up' : String(times),
        removeButton(`rule ${index + 1}`, () => this.#removeRule(index)),
      ],
    }));
    return card(
      'Auth rules',
      h('p', { class: 'muted' }, 'The first rule that matches decides. A client that no rule matches is accepted.'),
      table(['', 'If', 'Then', 'Uses left', ''], rows, 'Rules'),
      h('h3', 'Put one in front'),
      choices(
        rulePresets.map(({ name, effect, rule }) => {
          const call = { method: 'POST', path: '/auth/rules', body: rule };
          return { name, effect, run: () => this.#act(call, `“${name}” is in front`) };
        }),
      ),
    );
  }

  /** @param {number} index */
  #removeRule(index) {
    const all = /** @type {any[]} */ (store.known.rules ?? []);
    const { id } = all[index];
    const rules = all.filter((_, each) => each !== index);
    const call = id
      ? { method: 'DELETE', path: pathOf('auth', 'rules', id) }
      : { method: 'PUT', path: '/auth', body: { rules } };
    this.#act(call, 'The rule is removed');
  }
}

/** @param {string} name @param {() => void} remove */
const removeButton = (name, remove) =>
  h('button', { type: 'button', class: 'small', 'aria-label': `Remove ${name}`, onclick: remove }, 'Remove');

/** @param {{name: string, effect: string, run: () => void}[]} all */
const choices = (all) =>
  h(
    'div',
    { class: 'presets' },
    all.map(({ name, effect, run }) =>
      h('button', { key: name, type: 'button', onclick: run }, h('b', name), h('span', { class: 'muted' }, effect)),
    ),
  );

customElements.define('faults-view', FaultsView);

export { FaultsView };
