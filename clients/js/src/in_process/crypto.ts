import {
  constants, createECDH, createHash, createHmac, createPrivateKey, createPublicKey, sign, verify,
  type JsonWebKey, type KeyObject,
} from "node:crypto";

export const sha256 = (text: Uint8Array): Buffer => createHash("sha256").update(text).digest();

export const hmacSha256 = (key: Uint8Array, ...texts: Uint8Array[]): Buffer => {
  const hmac = createHmac("sha256", key);
  for (const text of texts) hmac.update(text);
  return hmac.digest();
};

const keyOf = (jwk: JsonWebKey): KeyObject =>
  jwk.d === undefined ? createPublicKey({ key: jwk, format: "jwk" }) : createPrivateKey({ key: jwk, format: "jwk" });

function orUndefined<Value>(make: () => Value): Value | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

/** A private key, a public key or a certificate; null for any other text. */
export function keyOfPem(pem: Buffer): JsonWebKey | null {
  const key = orUndefined(() => createPrivateKey(pem)) ?? orUndefined(() => createPublicKey(pem));
  return orUndefined(() => key?.export({ format: "jwk" })) ?? null;
}

/** 0 if the key is not valid. */
export function bitsOf(jwk: JsonWebKey): number {
  const key = orUndefined(() => keyOf(jwk));
  if (key?.asymmetricKeyType === "ec") return p256Bytes * 8;
  return key?.asymmetricKeyDetails?.modulusLength ?? 0;
}

function howTo(jwk: JsonWebKey) {
  if (jwk.kty === "EC") return { dsaEncoding: "ieee-p1363" as const };
  if (jwk["alg"] !== "PS256") return { padding: constants.RSA_PKCS1_PADDING };
  return { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
}

export const signRsa = (jwk: JsonWebKey, text: Uint8Array): Buffer =>
  sign("sha256", text, { key: keyOf(jwk), ...howTo(jwk) });

export const verifies = (jwk: JsonWebKey, text: Uint8Array, signature: Uint8Array): boolean =>
  orUndefined(() => verify("sha256", text, { key: keyOf(jwk), ...howTo(jwk) }, signature)) ?? false;

// ECDSA over P-256 with the nonces of RFC 6979, so that a signature is the same each time: the library draws them.
const p256Bytes = 32;
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

const numberOf = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
const bytesOf = (number: bigint): Buffer => Buffer.from(number.toString(16).padStart(2 * p256Bytes, "0"), "hex");
const modulo = (number: bigint): bigint => ((number % order) + order) % order;

function inverse(number: bigint): bigint {
  let [previous, current] = [order, modulo(number)];
  let [before, factor] = [0n, 1n];
  while (current !== 0n) {
    const quotient = previous / current;
    [previous, current] = [current, previous - quotient * current];
    [before, factor] = [factor, before - quotient * factor];
  }
  return modulo(before);
}

export const p256PrivateKey = (text: Uint8Array): Buffer => bytesOf(modulo(numberOf(sha256(text))) || 1n);

/** The coordinates of the point, side by side. */
export function p256PublicKey(privateKey: Uint8Array): Buffer {
  const ecdh = createECDH("prime256v1");
  ecdh.setPrivateKey(privateKey);
  return ecdh.getPublicKey().subarray(1);
}

function* nonces(privateKey: Buffer, digest: Buffer): Generator<Buffer, never> {
  let key: Buffer = Buffer.alloc(p256Bytes, 0);
  let value: Buffer = Buffer.alloc(p256Bytes, 1);
  for (const mark of [0, 1]) {
    key = hmacSha256(key, value, Buffer.of(mark), privateKey, digest);
    value = hmacSha256(key, value);
  }
  for (;;) {
    value = hmacSha256(key, value);
    yield value;
    key = hmacSha256(key, value, Buffer.of(0));
    value = hmacSha256(key, value);
  }
}

/** 64 bytes: the numbers r and s. */
export function signP256(privateKey: Uint8Array, text: Uint8Array): Buffer {
  const secret = numberOf(privateKey);
  const digest = modulo(numberOf(sha256(text)));
  for (const nonce of nonces(bytesOf(secret), bytesOf(digest))) {
    const number = numberOf(nonce);
    if (number === 0n || number >= order) continue;
    const r = modulo(numberOf(p256PublicKey(nonce).subarray(0, p256Bytes)));
    const s = modulo(inverse(number) * (digest + r * secret));
    if (r !== 0n && s !== 0n) return Buffer.concat([bytesOf(r), bytesOf(s)]);
  }
  throw new Error("expected a nonce");
}
