// Heartbeats without waiting, with the timings of the profile `default`.
const ping_interval_ms = 25_000;
const ping_timeout_ms = 20_000;

// Passes a ping interval and a ping timeout for a client with held timers, and only the interval for the mock
// with its held clock. So the client is the first to detect a missing heartbeat. The calls in between give an
// unexpected ping or pong time to arrive.
export async function passHeartbeat(mock, advanceClient) {
  await mock.ask('POST', '/clock/advance', { ms: ping_interval_ms, await: 'nothing' });
  await mock.ask('GET', '/connections');
  await advanceClient(ping_interval_ms);
  await mock.ask('GET', '/connections');
  await advanceClient(ping_timeout_ms);
}
