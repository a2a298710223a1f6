function base64url(text: string): string {
  const bytes = String.fromCharCode(...new TextEncoder().encode(text));
  return btoa(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** A JSON Web Token without a signature, for profiles without keys. */
export function unsignedToken(claims: Record<string, unknown>): string {
  const parts = [{ alg: "none", typ: "JWT" }, claims].map((part) => base64url(JSON.stringify(part)));
  return `${parts.join(".")}.`;
}
