const accents = /\p{M}/gu;

/** A Latin name without its accents, as it is typed in a hurry: "échéance" is "echeance". Other scripts stay. */
export function withoutAccents(name: string): string {
  return /[à-ÿ]/.test(name) ? name.normalize('NFD').replace(accents, '').normalize('NFC') : name;
}

/** The source of a pattern in which every accented letter outside of a class may go without its accent. */
export function accentsOptional(source: string): string {
  return source.replace(/\[[^\]]*\]|[à-ÿ]/g, (part) =>
    part.length > 1 ? part : `[${part}${withoutAccents(part)}]`,
  );
}

/** The names of a list with bars between them, each also without its accents. */
export function namesWithAndWithout(list: string): readonly string[] {
  return [...new Set(list.split('|').flatMap((name) => [name, withoutAccents(name)]))];
}
