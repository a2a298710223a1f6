// Payloads that break their contract in one place, each sent by one click.
import { h } from '../base/h.js';

/**
 * @param {{name: string, does: string}[]} mutants
 * @param {{done: number, of: number, stop: boolean} | undefined} progress of sending all
 * @param {{send: (name: string) => void, sendAll: () => void}} actions
 */
export function mutantChips(mutants, progress, { send, sendAll }) {
  if (mutants.length === 0) return null;
  return h(
    'section',
    { class: 'card', key: 'mutants', 'aria-label': 'Broken payloads' },
    h('h2', 'Broken payloads'),
    h(
      'p',
      { class: 'muted' },
      `What does the app do with a payload that breaks its contract in one place? There are ${mutants.length} ways.`,
    ),
    progress
      ? h(
          'p',
          { class: 'buttons' },
          h('progress', { value: String(progress.done), max: String(progress.of), 'aria-label': 'Sent' }),
          ` ${progress.done} of ${progress.of} `,
          h('button', { type: 'button', onclick: () => (progress.stop = true) }, 'Stop'),
        )
      : h('p', { class: 'buttons' }, h('button', { type: 'button', onclick: sendAll }, `Send all ${mutants.length}`)),
    h(
      'p',
      { class: 'chips' },
      mutants.map(({ name, does }) =>
        h(
          'button',
          { key: name, type: 'button', class: 'chip', title: does, onclick: () => send(name) },
          h('bdi', name),
        ),
      ),
    ),
  );
}
