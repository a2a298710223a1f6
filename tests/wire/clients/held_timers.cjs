// Holds the long timers of the clients in this process or page: heartbeats with the timings of the profile
// `default`, and the default connect timeout. `heldTimers.advance(ms)` fires the timers that are due by then,
// in order. So no test waits for them, and none fires early on a busy machine. All other timers are real.
// Load it before the clients.
(() => {
  const connect_timeout_ms = 20_000;
  const ping_interval_ms = 25_000;
  const ping_timeout_ms = 20_000;
  const held_ms = [connect_timeout_ms, ping_interval_ms, ping_timeout_ms, ping_interval_ms + ping_timeout_ms];
  const { setTimeout, clearTimeout } = globalThis;
  const held = new Set();
  let now = 0;

  class HeldTimer {
    constructor(callback, delay, args) {
      this.due = now + delay;
      this.fire = () => callback(...args);
    }

    ref() {
      return this;
    }

    unref() {
      return this;
    }
  }

  globalThis.setTimeout = (callback, delay, ...args) => {
    if (!held_ms.includes(delay)) return setTimeout(callback, delay, ...args);
    const timer = new HeldTimer(callback, delay, args);
    held.add(timer);
    return timer;
  };

  globalThis.clearTimeout = (timer) => {
    if (!held.delete(timer)) clearTimeout(timer);
  };

  globalThis.heldTimers = {
    advance(ms) {
      const until = now + ms;
      for (;;) {
        const [first] = [...held].filter(({ due }) => due <= until).sort((a, b) => a.due - b.due);
        if (!first) break;
        held.delete(first);
        now = first.due;
        first.fire();
      }
      now = until;
    },
  };
})();
