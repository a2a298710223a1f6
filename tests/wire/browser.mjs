// A headless Chromium, controlled over the pipe of its DevTools protocol.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const patience_ms = 60_000;
const flags = [
  '--headless', '--remote-debugging-pipe', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage',
  '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

// Runs until the test ends.
export async function openBrowser(test, ...more) {
  const home = mkdtempSync(join(tmpdir(), 'chromium-'));
  const stdio = ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'];
  const child = spawn('chromium', [...flags, ...more, `--user-data-dir=${home}`], { stdio });
  await once(child, 'spawn');
  const exited = once(child, 'close');
  const browser = new Browser(child.stdio[3], child.stdio[4]);
  test.after(async () => {
    const hung = setTimeout(() => child.kill('SIGKILL'), patience_ms);
    await browser.ask('Browser.close');
    await exited;
    clearTimeout(hung);
    rmSync(home, { recursive: true, maxRetries: 5 });
  });
  return browser;
}

class Browser {
  #output;
  #asked = 0;
  #waiting = new Map();

  constructor(output, input) {
    this.#output = output;
    let received = '';
    input.setEncoding('utf8').on('data', (text) => {
      const messages = (received + text).split('\0');
      received = messages.pop();
      for (const message of messages) this.#take(JSON.parse(message));
    });
  }

  // The answer to a DevTools command.
  ask(method, params = {}, sessionId = undefined) {
    const id = ++this.#asked;
    this.#output.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return this.#answer(id);
  }

  // A page that has loaded: the blank page before it would lose evaluated code.
  async openPage(url) {
    const { targetId } = await this.ask('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await this.ask('Target.attachToTarget', { targetId, flatten: true });
    await this.ask('Page.enable', {}, sessionId);
    const loaded = this.#answer('Page.loadEventFired');
    await this.ask('Page.navigate', { url }, sessionId);
    await loaded;
    return new Page(this, sessionId);
  }

  // Resolves with the message for this key: the id of a command, or the name of an event.
  #answer(key) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${key}: nothing within ${patience_ms} ms`)), patience_ms);
      this.#waiting.set(key, { resolve, reject, timer });
    });
  }

  #take({ id, method, params, result, error }) {
    const key = id ?? method;
    const awaited = this.#waiting.get(key);
    if (!awaited) return;
    this.#waiting.delete(key);
    clearTimeout(awaited.timer);
    if (error) awaited.reject(new Error(error.message));
    else awaited.resolve(result ?? params);
  }
}

class Page {
  #browser;
  #session;

  constructor(browser, session) {
    this.#browser = browser;
    this.#session = session;
  }

  // Resolves with the page's text, once it contains `text`.
  shows(text) {
    return this.#evaluate(`new Promise((resolve) => {
      const look = () => {
        const shown = document.body.innerText;
        if (shown.includes(${JSON.stringify(text)})) resolve(shown);
      };
      new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
      look();
    })`);
  }

  // Passes time for the page's held timers.
  advance(ms) {
    return this.#evaluate(`heldTimers.advance(${ms})`);
  }

  async #evaluate(expression) {
    const { result, exceptionDetails } = await this.#browser.ask(
      'Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true }, this.#session,
    );
    if (exceptionDetails) throw new Error(exceptionDetails.exception.description);
    return result.value;
  }
}
