// Signs for a tab in the background: the number of violations in the title and on the icon.
import { store } from '../base/store.js';

let shown = -1;

/** @param {number} count */
const iconOf = (count) =>
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#c92a2a"/>' +
  '<text x="16" y="23" font-family="sans-serif" font-weight="700" font-size="18" fill="#fff" text-anchor="middle">' +
  `${Math.min(count, 99)}</text></svg>`;

export function showSignsOf() {
  const { violations } = store;
  if (violations === shown) return;
  shown = violations;
  document.title = violations > 0 ? `(${violations}) chatmock` : 'chatmock';
  const link = /** @type {HTMLLinkElement | null} */ (document.querySelector('link[rel=icon]'));
  if (link) link.href = violations > 0 ? `data:image/svg+xml,${encodeURIComponent(iconOf(violations))}` : 'icon.svg';
}
