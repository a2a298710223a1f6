// A view that the page's address sets: it reads its parameters when it is shown, and whenever the address changes.
import { place } from './route.js';
import { View } from './view.js';

export class PlacedView extends View {
  /** The view's name in the address. */
  viewName = '';

  #follow = () => {
    const { view, parameters } = place();
    if (view === this.viewName) void this.readPlace(parameters);
  };

  connectedCallback() {
    super.connectedCallback();
    addEventListener('hashchange', this.#follow);
    this.#follow();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('hashchange', this.#follow);
  }

  /**
   * @param {URLSearchParams} _
   * @returns {void | Promise<void>}
   */
  readPlace(_) {}
}
