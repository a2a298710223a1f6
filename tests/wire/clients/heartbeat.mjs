// A heartbeat that nobody waits for, with the timings of the profile `default`.
const ping_interval_ms = 25_000;
const ping_timeout_ms = 20_000;

// Lets a ping interval and a ping timeout pass for a client whose timers are held, and the interval alone for the
// mock, whose clock is held: so the client is the first to notice silence. The calls between give a ping or a pong
// that nobody should send the time to arrive.
export async function passHeartbeat(mock, advanceClient) {
  await mock.ask('POST', '/clock/advance', { ms: ping_interval_ms, await: 'nothing' });
  await mock.ask('GET', '/connections');
  await advanceClient(ping_interval_ms);
  await mock.ask('GET', '/connections');
  await advanceClient(ping_timeout_ms);
}
