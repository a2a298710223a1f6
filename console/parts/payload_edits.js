// Payloads that differ from a fixture in one place: broken ones, and valid ones at the edges of the contract. Each is
// sent by one click, or all of them one after the other.
import { ask, get, pathOf } from '../base/api.js';
import { h } from '../base/h.js';
import { View } from '../base/view.js';
import { reasonOf, say } from './notice.js';
import { card } from './table.js';

/** @typedef {import('../base/api.js').Call} Call */
/** @typedef {import('../base/api.js').Answer} Answer */
/** @typedef {{event: string, callWith: (more: any) => Call, answered: (answer: Answer) => void}} Content */

/** Each kind of edit: the call that lists it, its field in a call that sends, and its purpose. */
const kinds = [
  {
    list: 'mutants',
    field: 'mutant',
    title: 'Broken payloads',
    question: 'What does the app do with a payload that breaks its contract in one place?',
  },
  {
    list: 'variants',
    field: 'variant',
    title: 'Valid edges',
    question: 'Does the app cope with each payload that its contract allows? These are its edges.',
  },
];

class PayloadEdits extends View {
  /** @type {Content | undefined} */
  #content;
  /** @type {Record<string, {name: string, does: string}[]>} */
  #known = {};
  /** @type {{list: string, done: number, of: number, isStopped: boolean} | undefined} */
  #progress;

  /** @param {Content} content */
  set content(content) {
    const isOther = content.event !== this.#content?.event;
    this.#content = content;
    if (isOther) void this.#load(content.event);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    if (this.#progress) this.#progress.isStopped = true;
  }

  /** @param {string} event */
  async #load(event) {
    this.#known = {};
    const answers = await Promise.all(kinds.map(({ list }) => get(pathOf('events', event, list))));
    if (event !== this.#content?.event) return;
    for (const [index, { list }] of kinds.entries()) this.#known[list] = answers[index]?.[list] ?? [];
    this.update();
  }

  /** @param {string} field @param {string} name */
  async #send(field, name) {
    const { callWith, answered } = /** @type {Content} */ (this.#content);
    const answer = await ask(callWith({ [field]: name, repeat: undefined, contract: undefined }));
    answered(answer);
    return answer;
  }

  /** @param {string} field @param {string} name */
  async #sendOne(field, name) {
    const answer = await this.#send(field, name);
    say(answer.ok ? `Sent with ${name}` : reasonOf(answer), !answer.ok);
  }

  /** @param {string} list @param {string} field */
  async #sendAll(list, field) {
    const all = this.#known[list] ?? [];
    const progress = { list, done: 0, of: all.length, isStopped: false };
    this.#progress = progress;
    for (const { name } of all) {
      this.update();
      const { ok } = await this.#send(field, name);
      if (progress.isStopped || !ok) break;
      ++progress.done;
    }
    this.#progress = undefined;
    say(`${progress.done} of ${progress.of} were sent`, progress.done < progress.of && !progress.isStopped);
    this.update();
  }

  render() {
    return kinds.map(({ list, field, title, question }) => {
      const all = this.#known[list] ?? [];
      if (all.length === 0) return null;
      const chips = all.map(({ name, does }) => {
        const send = () => void this.#sendOne(field, name);
        return h('button', { key: name, type: 'button', class: 'chip', title: does, onclick: send }, h('bdi', name));
      });
      const sendAll = () => void this.#sendAll(list, field);
      return card(
        title,
        h('p', { class: 'muted' }, question),
        this.#progress?.list === list
          ? this.#running(this.#progress)
          : h('p', { class: 'buttons' }, h('button', { type: 'button', onclick: sendAll }, `Send all ${all.length}`)),
        h('p', { class: 'chips' }, chips),
      );
    });
  }

  /** @param {{done: number, of: number, isStopped: boolean}} progress */
  #running(progress) {
    const { done, of } = progress;
    return h(
      'p',
      { class: 'buttons' },
      h('progress', { value: String(done), max: String(of), 'aria-label': 'Sent' }),
      ` ${done} of ${of} `,
      h('button', { type: 'button', onclick: () => (progress.isStopped = true) }, 'Stop'),
    );
  }
}

customElements.define('payload-edits', PayloadEdits);

export { PayloadEdits };
