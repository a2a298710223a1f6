// Short messages, shown in a corner and read by screen readers, which disappear after a while.
import { h, patch } from '../base/h.js';

const shown_ms = 5000;

/** @type {{id: number, text: string, isError: boolean}[]} */
let notices = [];
let count = 0;

function draw() {
  const place = document.querySelector('#notices');
  if (!place) return;
  patch(
    place,
    notices.map(({ id, text, isError }) =>
      h(
        'p',
        { key: String(id), class: isError ? 'notice error' : 'notice' },
        isError && h('b', 'Failed: '),
        h('bdi', text),
      ),
    ),
  );
}

/** @param {string} text @param {boolean} [isError] */
export function say(text, isError = false) {
  const id = ++count;
  notices = [...notices.slice(-3), { id, text: text.slice(0, 600), isError }];
  draw();
  setTimeout(
    () => {
      notices = notices.filter((notice) => notice.id !== id);
      draw();
    },
    isError ? 2 * shown_ms : shown_ms,
  );
}

/** @param {import('../base/api.js').Answer} answer @returns {string} why a call failed */
export const reasonOf = ({ status, body }) => body?.error?.message ?? `the call was answered with ${status}`;
