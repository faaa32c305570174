import { createHmac, timingSafeEqual } from 'node:crypto';

/** `X-Hub-Signature: sha256=<hex>`, as Jira sends it (WebSub, section 8); sha1 is not taken. */
const form = /^sha256=([0-9a-f]{64})$/i;

/** Whether a header has the form of a signature that could be right, so that it is worth while to read the body. */
export function isSignature(header: string | undefined): header is string {
  return header !== undefined && form.test(header);
}

/**
 * Whether a body was signed with one of the secrets. All are tried, whichever fits, and digests are compared in constant time.
 * @param header the value of X-Hub-Signature
 * @param body byte for byte as received
 * @param secrets one, or two while a secret is being replaced
 */
export function isSigned(header: string, body: Uint8Array, secrets: readonly string[]): boolean {
  const given = Buffer.from(form.exec(header)?.[1] ?? '', 'hex');
  const fitting = secrets.filter((secret) => {
    const expected = createHmac('sha256', secret).update(body).digest();
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  return fitting.length > 0;
}
