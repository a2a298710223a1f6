// What every view is: a custom element that shows the store as it is, and is drawn at most once a frame.
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

  // Draws it in the next frame.
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
