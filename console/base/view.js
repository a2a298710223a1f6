// The base of every view: a custom element that shows the store, and renders at most once per frame.
import { patch } from './h.js';
import { store } from './store.js';

export class View extends HTMLElement {
  #drawn = 0;
  /** @type {(() => void) | undefined} */
  #unsubscribe;

  connectedCallback() {
    this.#unsubscribe = store.subscribe(() => this.update());
    this.update();
  }

  disconnectedCallback() {
    this.#unsubscribe?.();
    cancelAnimationFrame(this.#drawn);
    this.#drawn = 0;
  }

  // Renders in the next frame.
  update() {
    this.#drawn ||= requestAnimationFrame(() => {
      this.#drawn = 0;
      if (this.isConnected) this.draw();
    });
  }

  draw() {
    patch(this, this.render());
  }

  /** @returns {import('./h.js').Child[]} */
  render() {
    return [];
  }
}
