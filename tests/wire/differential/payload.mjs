// The packets of a polling body, encoded and decoded independently of the mock.

// [packet, ...] -> a body of Engine.IO 3 in text mode: each length is in UTF-16 units.
export const lengthPrefixed = (...packets) => packets.map((packet) => `${packet.length}:${packet}`).join('');

// [text or bytes, ...] -> a body of Engine.IO 3 in octet-stream mode: each length is in bytes.
export function octets(...packets) {
  const records = packets.map((packet) => {
    const bytes = Buffer.from(packet);
    return [typeof packet === 'string' ? 0 : 1, ...String(bytes.length).split('').map(Number), 0xff, ...bytes];
  });
  return Buffer.from(records.flat());
}

export function packetsOf(engineio, contentType, body) {
  if (engineio === 4) return body.toString().split('\x1e');
  return contentType === 'application/octet-stream' ? packetsOfOctets(body) : packetsOfText(body.toString());
}

function packetsOfText(text) {
  const packets = [];
  while (text.length > 0) {
    const [mark, length] = /^(\d+):/.exec(text) ?? fail(text);
    packets.push(text.substr(mark.length, Number(length)));
    text = text.slice(mark.length + Number(length));
  }
  return packets;
}

function packetsOfOctets(body) {
  const packets = [];
  while (body.length > 0) {
    const mark = body.indexOf(0xff);
    const length = Number([...body.subarray(1, mark)].join(''));
    const bytes = body.subarray(mark + 1, mark + 1 + length);
    packets.push(body[0] === 0 ? bytes.toString() : bytes);
    body = body.subarray(mark + 1 + length);
  }
  return packets;
}

function fail(text) {
  throw new Error(`no length prefix: ${text}`);
}
