import { addDays, addMonths, addWorkingDays, type Day, dayFrom, mondayOf, weekday } from '../../calendar.ts';
import { monthNumber, monthPattern, type Span } from './dates.ts';

// All words: English, Portuguese, Spanish, French, German, then Chinese, Japanese and Korean.
const numerals: readonly string[] = [
  'an?|one|uma?|una?|une|un|eine?[mnrs]?|一|한|일',
  'two|a couple of|dois|duas|dos|deux|zwei|二|两|兩|두|이',
  'three|três|tres|trois|drei|三|세|삼',
  'four|quatro|cuatro|quatre|vier|四|네|사',
  'five|cinco|cinq|fünf|五|오',
  'six|seis|sechs|六|육',
  'seven|sete|siete|sept|sieben|七|칠',
  'eight|oito|ocho|huit|acht|八|팔',
  'nine|nove|nueve|neuf|neun|九|구',
  'ten|dez|diez|dix|zehn|十|십',
];
const amount = `(?<![\\p{L}\\d.])(?:(\\d{1,3})|${numerals.map((words) => `(${words})`).join('|')})`;
const spans: readonly (readonly [Span['unit'], RegExp])[] = (
  [
    [
      'working day',
      '(?:business|working|work) days?|dias? úte?is|días? hábiles?|jours? ouvrés?|(?:werk|arbeits)tage?n?|个?工作日|営業日|영업일',
    ],
    ['day', 'd(?:ays?)?|dias?|días?|jours?|tage?n?|天|日|일'],
    ['week', 'w(?:eeks?|ks?)?|semanas?|semaines?|wochen?|个?星期|周|週間?|주일?'],
    ['month', 'months?|mês|meses|mes|mois|monate?n?|个月|個月|[かヶカケ箇]月|달|개월'],
  ] as const
).map(([unit, words]) => [
  unit,
  new RegExp(`${amount}(?:\\s{0,2}|-)(?:${words})(?![\\p{Script=Latin}\\d])`, 'iu'),
]);

/** A span of time that a due date names by its length alone: "2 weeks", "um mês", "zwei Wochen", "5个工作日"; or null. */
export function findLength(text: string): Span | null {
  if (/\b(?:fortnight|quinzena|quincena|quinzaine)\b/i.test(text)) return { count: 2, unit: 'week' };
  for (const [unit, pattern] of spans) {
    const [, digits, ...words] = pattern.exec(text) ?? [];
    const count = digits === undefined ? words.findIndex((word) => word !== undefined) + 1 : Number(digits);
    if (count > 0) return { count, unit };
  }
  return null;
}

const preposition =
  /^(?:due|by|before|until|within|in|at|on|até|antes d[eo]l?|dentro de|em|no|na|para|hasta|en|a|sous|dans|d['’]ici|avant|pour|bis(?: zu[mr]?)?|innerhalb|binnen|vor)(?: |(?<=['’]))/i;
const filler =
  /^(?:\s|the|of|this|next|a|la|le|les|o|el|de|d[aou]|del|von|der|des|zum|まで|までに|までの|以内|之内|内|に|前|之前|까지|이내|에|[.!])*$/i;

/** Whether a text names a time to be done by and nothing else: "by Friday", "in two weeks", "end of month", "próximo mês". */
export function isPeriod(text: string): boolean {
  if (text.length > 40) return false;
  const bare = text.trim().replace(preposition, '').replace(preposition, '');
  const led = bare.length < text.trim().length || /(?:前|まで|까지)$/.test(bare);
  const patterns = [
    ...spans.map(([, pattern]) => pattern),
    ...named.flatMap(({ next, now }) => [next, now]),
    ...(led ? [...weekdays, monthAlone, today, tomorrow, quarterAlone, half, easternMonth] : []),
  ];
  return patterns.some((pattern) => {
    const found = pattern.exec(bare);
    return found !== null && filler.test(bare.replace(found[0], ' '));
  });
}

type Period = 'week' | 'month' | 'quarter' | 'half' | 'year';

const periods: Readonly<Record<Period, string>> = {
  week: 'weeks?|semana|semaine|woche|周|週|星期|주',
  month: 'months?|mês|mes|mois|monats?|个?月|달|월',
  quarter: 'quarter|trimestre|quartals?|季度|四半期|분기',
  half: 'half(?: of the year)?|semestre|halbjahre?s?|半年|半期|반기',
  year: 'year|ano|año|année|jahre?s?|年度?|년|해|연',
};
const following =
  'next|coming|pr[óo]xim[ao]|prochaine?|nächste[rnsm]?|kommende[rnsm]?|下个?|下個?|来|翌|次の?|다음|내';
const current = 'this|current|[dn]?est[ae]|cette|ce|diese[rnsm]?|laufende[rnsm]?|本|这个?|這個?|今|이번|금';
const ending =
  "end of(?: the| this)?|fi[mn](?:al)? d(?:[aeo]|el|u|['’])(?: la)?(?: l['’])?|ende (?:der|des)|zum ende (?:der|des)";
const behind = 'que vem|que viene|seguinte|siguiente|pr[óo]xim[ao]|prochaine?|suivante?';

const named = (Object.keys(periods) as Period[]).map((period) => {
  const word = `(?<!\\d)(?:${periods[period]})(?!\\p{Script=Latin})`;
  return {
    period,
    next: new RegExp(
      `(?<!\\p{Script=Latin})(?:${following})\\s?${word}|${word} (?:${behind})(?!\\p{Script=Latin})`,
      'iu',
    ),
    now: new RegExp(
      `(?<!\\p{Script=Latin})(?:${current}|${ending})\\s?${word}|${word}\\s?(?:末|底|中|内|말)|(?:${periods[period]})ende\\b|\\beo${period[0]}\\b`,
      'iu',
    ),
  };
});

// Monday first.
const weekdays = [
  'mon(?:day)?|segunda(?:-feira)?|lunes|lundi|montag|(?:周|星期)一|月曜日?|월요일',
  'tue(?:s(?:day)?)?|terça(?:-feira)?|martes|mardi|dienstag|(?:周|星期)二|火曜日?|화요일',
  'wed(?:nesday)?|quarta(?:-feira)?|miércoles|mercredi|mittwoch|(?:周|星期)三|水曜日?|수요일',
  'thu(?:rs(?:day)?)?|quinta(?:-feira)?|jueves|jeudi|donnerstag|(?:周|星期)四|木曜日?|목요일',
  'fri(?:day)?|sexta(?:-feira)?|viernes|vendredi|freitag|(?:周|星期)五|金曜日?|금요일',
  'sat(?:urday)?|sábado|samedi|samstag|(?:周|星期)六|土曜日?|토요일',
  'sun(?:day)?|domingo|dimanche|sonntag|(?:周|星期)日|日曜日?|일요일',
].map((words) => new RegExp(`(?<!\\p{Script=Latin})(?:${words})(?!\\p{Script=Latin})`, 'iu'));
const nextOne = new RegExp(`(?<!\\p{Script=Latin})(?:${following})(?!\\p{Script=Latin})`, 'iu');

const half = /\b(?:[HS]([12])|([12])[HS])[\s/'-]{0,3}(\d{4})\b|\b(\d{4})[\s/-]{0,3}[HS]([12])\b/i;
const easternHalf = /(\d{4})年?(?:度)?(上|下)半?[年期]/;
const quarterAlone = /\bQ([1-4])\b|第([一二三四1-4])(?:季度|四半期)|(?<!\d)([1-4])분기/i;
const monthAlone = new RegExp(
  `(?<![\\p{L}\\d])${monthPattern}(?:,?\\s{1,3}(?:de\\s|of\\s)?(\\d{4}))?(?![\\s\\d]{0,3}\\d)`,
  'iu',
);
const monthOfYear = /(?<!\d)(\d{4})[-/](\d{1,2})(?![-/\d])|(?<![-/\d])(\d{1,2})\/(\d{4})(?!\d)/;
const easternMonth = /(?:(\d{4})\s?[年년]\s?)?(?<!\d)(\d{1,2})\s?[月월](?!\s?\d|曜)/;
const today =
  /\btoday\b|\beod\b|\bend of day\b|\bhoje\b|\bhoy\b|aujourd['’]hui|\bheute\b|今天|今日|当日|오늘/iu;
const tomorrow = /\btomorrow\b|\bamanhã|\bmañana\b|\bdemain\b|\bmorgen\b|明天|明日|내일/iu;

/**
 * The day by whose end something named by a period is due: "end of month", "next quarter", "by Friday", "February",
 * "H1 2026". A period ends with its last working day; a weekday is the first one after `from`, with "next" the one of the
 * week after. Null where the text names none, or one that only `from` could tell and there is no such day.
 */
export function findPeriodEnd(text: string, from: Day | null): Day | null {
  const written = ofHalf(text) ?? ofMonth(text, from);
  if (written !== null || from === null) return written;
  const next = named.find((each) => each.next.test(text));
  const now = next ?? named.find((each) => each.now.test(text));
  const day = weekdays.findIndex((each) => each.test(text));
  if (day >= 0 && (now === undefined || now.period === 'week')) {
    if (next !== undefined || nextOne.test(text)) return addDays(mondayOf(from), 7 + day);
    return addDays(from, (day + 8 - weekday(from)) % 7 || 7);
  }
  if (now !== undefined) return endOfPeriod(now.period, from, next === undefined ? 0 : 1);
  const quarter = quarterAlone
    .exec(text)
    ?.slice(1)
    .find((part) => part !== undefined);
  if (quarter !== undefined) return nextEnd(3 * ('一二三四'.indexOf(quarter) + 1 || Number(quarter)), from);
  if (tomorrow.test(text)) return addWorkingDays(from, 1);
  return today.test(text) ? from : null;
}

function ofHalf(text: string): Day | null {
  const [, a, b, y, y2, c] = half.exec(text) ?? [];
  if (y !== undefined || y2 !== undefined) return lastWorkingDay(Number(y ?? y2), 6 * Number(a ?? b ?? c));
  const [, year, which] = easternHalf.exec(text) ?? [];
  return year === undefined ? null : lastWorkingDay(Number(year), which === '上' ? 6 : 12);
}

function ofMonth(text: string, from: Day | null): Day | null {
  const [, y, m, m2, y2] = monthOfYear.exec(text) ?? [];
  if (y !== undefined || y2 !== undefined) return lastWorkingDay(Number(y ?? y2), Number(m ?? m2));
  const [, name, year] = monthAlone.exec(text) ?? [];
  const [, easternYear, number] = easternMonth.exec(text) ?? [];
  // "2 may fail": a month is written with a capital.
  const month = name === undefined || name === 'may' ? Number(number) : monthNumber(name);
  if (!(month >= 1 && month <= 12)) return null;
  const given = year ?? easternYear;
  if (given !== undefined) return lastWorkingDay(Number(given), month);
  return from === null ? null : nextEnd(month, from);
}

/** The last working day of the first such month that has not ended by `from`. */
function nextEnd(month: number, from: Day): Day | null {
  const year = Number(from.slice(0, 4));
  const end = lastWorkingDay(year, month);
  return end !== null && end >= from ? end : lastWorkingDay(year + 1, month);
}

const monthsOf: Readonly<Record<Exclude<Period, 'week'>, number>> = {
  month: 1,
  quarter: 3,
  half: 6,
  year: 12,
};

function endOfPeriod(period: Period, from: Day, later: number): Day | null {
  if (period === 'week') {
    const friday = addDays(mondayOf(from), 4 + 7 * later);
    return friday < from ? addDays(friday, 7) : friday;
  }
  const length = monthsOf[period];
  const month = Number(from.slice(5, 7)) - 1;
  const last = (Math.floor(month / length) + 1 + later) * length - 1;
  const end = lastWorkingDay(Number(from.slice(0, 4)) + Math.floor(last / 12), (last % 12) + 1);
  return end !== null && end < from ? from : end;
}

function lastWorkingDay(year: number, month: number): Day | null {
  const first = year < 1900 || year > 2199 ? null : dayFrom(year, month, 1);
  return first === null ? null : addWorkingDays(addMonths(first, 1), -1);
}
