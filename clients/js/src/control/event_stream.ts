import type { Entry } from "./api.js";

/** The entries of a stream of server-sent events, as `GET /journal/stream` sends them. */
export async function* entriesOf(bytes: ReadableStream<Uint8Array>): AsyncGenerator<Entry, void, undefined> {
  const decoder = new TextDecoder();
  const reader = bytes.getReader();
  let received = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (received + decoder.decode(value, { stream: true })).split("\n\n");
    received = blocks.pop() ?? "";
    for (const block of blocks) {
      const entry = entryIn(block);
      if (entry !== undefined) yield entry;
    }
  }
}

// Comments have no data. A stream that lost entries must not look complete.
function entryIn(block: string): Entry | undefined {
  const lines = block.split("\n");
  const field = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
  const data = field("data");
  if (data === undefined) return undefined;
  if (field("event") === "dropped") throw new Error(`expected every entry, but the journal dropped some: ${data}`);
  return JSON.parse(data) as Entry;
}
