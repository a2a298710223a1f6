// A proxy in front of a mock's control port that checks all calls against the contract.
import { once } from 'node:events';
import { createServer, request as ask } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { listening } from '../wire/listening.mjs';
import { checkExchange } from '../wire/openapi.mjs';

// `chatmock health` accepts the encodings of its HTTP library.
const decoders = { br: brotliDecompressSync, gzip: gunzipSync };

// Forwards one call and its answer. Resolves when the client has the answer, or has left a stream; throws if
// call or answer violate the contract.
async function pass(incoming, outgoing, port) {
  const { method, url: target, headers } = incoming;
  const sent = [];
  const told = [];
  const closed = once(outgoing, 'close');
  const call = ask({ host: '127.0.0.1', port, method, path: target, headers, agent: false });
  incoming.on('data', (chunk) => sent.push(chunk)).pipe(call);
  const [answer] = await once(call, 'response');
  call.on('error', () => {}); // reported below, if the client has left
  const { statusCode: status, headers: { 'content-type': type, 'content-encoding': encoding } } = answer;
  outgoing.writeHead(status, answer.headers);
  answer.on('error', () => {}).on('data', (chunk) => told.push(chunk)).pipe(outgoing);
  await closed;
  call.destroy();
  if (!outgoing.writableFinished && type !== 'text/event-stream') return;
  const body = Buffer.concat(sent).toString();
  const answered = Buffer.concat(told);
  const text = (encoding ? decoders[encoding](answered) : answered).toString();
  checkExchange({ method, target, body, status, type, text });
}

// Runs until the test ends. Returns its port, the calls so far, and the violations after all calls.
export async function checkingProxy(test, mock) {
  const seen = [];
  const calls = [];
  const breaches = [];
  const server = createServer((incoming, outgoing) => {
    const failed = (breach) => {
      breaches.push(breach.message);
      outgoing.destroy();
    };
    seen.push({ method: incoming.method, target: incoming.url });
    calls.push(pass(incoming, outgoing, mock.controlPort).catch(failed));
  });
  return {
    port: await listening(test, server),
    calls: seen,
    breaches: async () => {
      await Promise.all(calls);
      return breaches;
    },
  };
}
