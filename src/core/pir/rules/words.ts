/** The words of a text in lower case, without marks. */
export function foldWords(text: string): readonly string[] {
  const lower = text.toLowerCase();
  // Most text is ASCII, and the engine finds its letters several times faster than those of all scripts.
  return lower.match(ascii.test(lower) ? /[a-z][a-z'-]*/g : /[\p{L}][\p{L}'’-]*/gu) ?? [];
}

/** Whether a text is plain ASCII. */
export const ascii = /^[\0-\x7F]*$/;

const english = new Set(
  'the of and to in for with was were we that is are on at by it not from which this had have has when be as after'.split(
    ' ',
  ),
);
const foreign = new Set(
  'de la el los las que les des une le du et und der die das den nicht para uma não em do da os il di che per een het van och att av och og på i'.split(
    ' ',
  ),
);
const longestSmall = Math.max(...[...english, ...foreign].map((word) => word.length));
// A document tells its language within its first pages, and rules must not cost more than reading it does.
const sample = 400;

/** Whether a document is written in English, by the small words that every language has its own of. */
export function isEnglish(lines: readonly string[]): boolean {
  let ours = 0;
  let others = 0;
  for (const line of lines.slice(0, sample)) {
    const text = line.slice(0, 1000);
    const plain = ascii.test(text);
    for (const word of foldWords(text)) {
      const small = word.length <= longestSmall;
      if (small && english.has(word)) ours += 1;
      else if ((small && foreign.has(word)) || !(plain || /^[\p{Script=Latin}'’-]+$/u.test(word)))
        others += 1;
    }
  }
  return ours >= 3 && ours > 3 * others;
}

/** Verbs that say what is done to something, as a title begins with them. Forms are found by {@link hasVerb}. */
const verbs = new Set(
  `accept account acknowledge add adapt adjust adopt agree alert align allow analyse analyze announce apply approve archive arrange ask assert assess assign attach audit automate avoid backfill back backport ban batch begin block bring build bump cache call cancel capture categorise categorize cause change chart check choose clarify clean clear close collect communicate compare complete conduct configure confirm connect consider consolidate contact continue convert coordinate copy correct count cover create cut cycle deal debug decide decommission decrease define delete deliver demote deny deploy deprecate derive describe design detect determine develop disable discuss distribute divide document double drain draft drop educate eliminate email enable encrypt end enforce engage enhance enrich ensure escalate establish estimate evaluate evict examine exclude execute expand expire explain explore export expose extend extract fail fetch file fill filter finalise finalize find finish fix flag follow forbid force format freeze gather generate get give go grant group guard guarantee handle harden have help hide hire hold identify ignore implement import improve include increase inform install instrument integrate introduce investigate invest invite isolate issue keep know land launch learn leave let limit link lint list load lock log look lower maintain make manage map mark measure merge migrate minimise minimize mirror mitigate mock modify monitor move name need normalise normalize notify observe obtain open optimise optimize order organise organize page parallelise parse partition patch pause perform persist pick pin place plan plug populate post prepare prevent print prioritise prioritize process produce profile prohibit promote propose protect provide provision prune publish pull purge push put query raise ramp rate read rebase rebuild recalculate recommend reconsider record recover recreate redesign redirect reduce refactor refine refresh refuse register rehearse reject release reload remind remove rename render reorganise repair replace replay replicate report request require rerun reset reshape resize resolve respond restart restore restrict restructure retest retire retry return reuse revert review revise revisit revoke rewrite roll rotate route run sanitise sanitize save scale scan schedule script search secure seed segregate send separate serve set setup shard share ship show shut sign silence simplify simulate skip snapshot solve sort specify speed spin split stabilise stage standardise standardize start stop store stream strengthen stress submit subscribe suggest support surface suspend switch sync synchronise take talk teach tell test throttle tighten time track train transfer transition translate treat trigger trim tune turn unify uninstall unpin update upgrade upload use validate verify version wait warn watch work wrap write`.split(
    ' ',
  ),
);

/** Whether a word of a title is a verb in any form: "add", "adds", "added", "adding". */
export function hasVerb(title: string): boolean {
  return foldWords(title).some((word) =>
    word.split('-').some((part) => stemsOf(part).some((stem) => verbs.has(stem))),
  );
}

function stemsOf(word: string): readonly string[] {
  const ending = /(?:ing|ed|es|s)$/.exec(word)?.[0] ?? '';
  const stem = word.slice(0, word.length - ending.length);
  const single = /([bdglmnprt])\1$/.test(stem) ? stem.slice(0, -1) : stem;
  return [word, stem, `${stem}e`, single, stem.replace(/i$/, 'y')];
}
