import { plainText } from '../markdown/inline.ts';

// What closes a report: statements about the document or the incident being over, not work against the next one.
const aboutReport =
  /\b(?:sections? above|(?:this|the) (?:document|report|page|post[- ]?mortem|retro(?:spective)?|review|pir|incident report)\b|incident (?:title|has been|is over|report)|(?:all )?(?:actionable |action )items?\b.{0,40}\b(?:have|has|are|ont|were)|after[- ]action report|linked (?:github |jira )?(?:issues|tickets)|post[- ]?mortem (?:is|has|was)|stakeholders (?:have been|are) (?:informed|notified))/i;
const statement = /\b(?:is|are|has|have|been|was|were|filled|done|complete[d]?|cleaned)\b/i;

/** Whether a list closes the report instead of naming work: "Sections above are filled out", "Incident is over". */
export function isClosingChecklist(titles: readonly string[]): boolean {
  if (titles.length < 2) return false;
  const closing = titles.filter((title) => {
    const text = plainText(title);
    return aboutReport.test(text) && statement.test(text);
  });
  return closing.length * 2 >= titles.length;
}

const category =
  /^(?:P[0-4]|sev[- ]?\d|high|medium|low|critical|prevent(?:ion|ive)?|detect(?:ion)?|mitigat(?:e|ion)|repair|process|response|recovery|documentation|correction|corrective|détection|prévention|processus|investigat(?:e|ion)|other|予防|検知|緩和|プロセス|预防|检测|缓解|流程|예방|탐지|완화|prevención|detección|mitigación|proceso|prevenção|detecção|mitigação|processo)$/i;

/** Whether a list explains categories: "Prevent - so that it does not happen again", "P0: must be done first". */
export function isLegend(titles: readonly string[]): boolean {
  if (titles.length < 2) return false;
  const terms = titles.map((title) => /^(.{2,30}?)\s*(?:[:：]|\s[–—-])\s*\S/.exec(plainText(title))?.[1]);
  return (
    terms.every((term) => term !== undefined && isCategoryWord(term)) &&
    !titles.some((title) => promised.test(title))
  );
}

// Who says an owner or a day does not explain a word.
const promised = /\bowner\b|\bdue\b|@\w|\d{4}-\d{2}-\d{2}|^\[[ x]\]/i;

/** Whether a word only says what kind of work something is: "Prevent", "P1", "検知". */
export function isCategoryWord(word: string): boolean {
  return category.test(word.trim());
}

const advice =
  /^(?:[\p{L}-]+ ){0,4}[\p{L}-]+s(?: and [\p{L} ]{2,30})? (?:should|are advised to|are encouraged to|must|may want to)\b/u;

/** Whether a list is advice to others: "Package maintainers should …". */
export function isAdvice(titles: readonly string[]): boolean {
  const given = titles.filter((title) => advice.test(plainText(title)));
  return titles.length > 1 && given.length * 2 > titles.length;
}
