/** What stands where a secret stood. */
export const masked = '[secret]';

/**
 * A function that replaces every secret in a text: as it is, as JSON writes it, in a URL, and in Base64, at any of the
 * three offsets that a prefix such as `user:` may give it.
 * @param secrets values of four characters or more; shorter ones would mask ordinary words and are left alone
 */
export function maskSecrets(secrets: readonly string[]): (text: string) => string {
  const forms = new Set(secrets.filter((secret) => secret.length >= 4).flatMap(formsOf));
  const longestFirst = [...forms].toSorted((a, b) => b.length - a.length);
  return (text) => longestFirst.reduce((masking, form) => masking.replaceAll(form, masked), text);
}

function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const base64 = [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    // The first and last characters also depend on the neighbours; the middle is the secret's alone.
    return encoded.slice(offset === 0 ? 0 : offset + 1, -1);
  });
  return [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), ...base64].filter(
    (form) => form.length >= 4,
  );
}
