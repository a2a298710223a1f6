// Asks for the token of --control-token, and keeps it for this tab only.
import { setToken, token } from '../base/api.js';
import { h } from '../base/h.js';
import { store } from '../base/store.js';
import { View } from '../base/view.js';

class LoginDialog extends View {
  draw() {
    super.draw();
    const dialog = this.querySelector('dialog');
    if (dialog && !dialog.open) dialog.showModal();
  }

  render() {
    return [
      h(
        'dialog',
        { 'aria-labelledby': 'login-title', oncancel: (/** @type {Event} */ event) => event.preventDefault() },
        h(
          'form',
          { method: 'dialog', onsubmit: (/** @type {SubmitEvent} */ event) => this.#submit(event) },
          h('h2', { id: 'login-title' }, 'This mock asks for a token'),
          h(
            'p',
            'It was started with ',
            h('code', '--control-token'),
            '. ',
            token() ? h('b', 'The token was not accepted.') : '',
          ),
          h(
            'label',
            'Token',
            h('input', { name: 'token', type: 'password', autocomplete: 'off', required: true, autofocus: true }),
          ),
          h('p', { class: 'buttons' }, h('button', { class: 'primary' }, 'Continue')),
        ),
      ),
    ];
  }

  /** @param {SubmitEvent} event */
  #submit(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    setToken(String(new FormData(form).get('token')));
    store.start();
  }
}

customElements.define('login-dialog', LoginDialog);
