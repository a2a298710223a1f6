// Loaded before a protocol's suite: due timers fire after the events of sockets. Node.js fires a timer first
// if the process was stopped for a while. A suite that sleeps 5 ms, and then cancels its request, would
// cancel one that was never sent; no server can pass that.
const { setTimeout } = globalThis;

globalThis.setTimeout = (callback, delay, ...args) => setTimeout(() => setImmediate(callback, ...args), delay);
