// Loaded before a protocol's suite: a timer that is due fires behind the events of sockets that are due. Node.js
// fires it first where the machine has not run the process for a while. A suite that sleeps 5 ms, and cancels its
// request then, would cancel one that never left, and no server can pass that.
const { setTimeout } = globalThis;

globalThis.setTimeout = (callback, delay, ...args) => setTimeout(() => setImmediate(callback, ...args), delay);
