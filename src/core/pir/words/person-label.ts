import { plainText } from '../markdown/inline.ts';
import { stateOfWords } from './states.ts';

// Words that stand alone before work and name no person: kinds of work, parts of systems, times, states, marks.
const noPerson: ReadonlySet<string> = new Set(
  (
    'action actions add additional advisory after alert alerting alerts all also always api app application applications apps architecture architectural archive assets auth automation automated aws azure backend backlog backup backups before beta bug bugs build builds capacity category change check checklist ci client clients cleanup closed cloud cluster code comms communication communications completed compliance component config configuration consider context contracts corrective correction critical customer customers dashboard dashboards data database databases db deadline default deploy deployment deployments design desktop detect detection devops disaster discovery dns doc docker docs documentation done due email engineering ensure error errors escalation evaluate example examples extra failover failure features finally first fix fixes follow followup for frontend from future gateway general goal governance hardware have high how iam idea identity image immediate impact important improve improvement improvements incident incidents infra infrastructure ingestion integration internal investigate investigation issue issues kafka key kubernetes later learning legacy legal lessons library linux load log logging logs long low maintenance manual maybe medium messaging metrics migration mitigate mitigation mobile monitor monitoring need network next nice no nobody none note notes now observability onboarding open operations optional ops other owner owners patch people performance permanent pipeline planning platform plan planned policy post prevent prevention priority problem process processes product production project prometheus prod proxy qa queue reason recommendation recovery redis refactor release reliability remediation repair reporting required research resilience resolution response result results review risk risks rollback root runbook runbooks safety scaling schema search second security server servers service services setup short someday source spike staging status step storage summary support system systems target task tasks team teams technical temporary terraform test testing tests third this ticket tickets time tip todo tooling tools tracking training ui update upgrade upstream urgent users ux validate validation vendor verification verify warning we web website what when where why wip with work workflow yes' +
    ' january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday today tomorrow phase stage part sprint quarter week month'
  ).split(' '),
);
const acronyms: ReadonlySet<string> = new Set(
  'AI AIS API APP AWS CD CDN CI CLI CPU CRD CVE DB DBA DNS DOD DR EKS ETA FAQ FYI GCP GKE HA HTTP IAM ID II III IT JVM KPI LB MFA MTTR MVP NB OK OKR OS PII PIR PM POC PR PRD PS QA RBAC RCA RFC RPC SDK SEV SLA SLI SLO SQL SRE SSH SSL SSO TBA TBC TBD TLS TODO TTL UAT UI URL UX VM VPC VPN WIP XSS'.split(
    ' ',
  ),
);

const handle = /^@[\p{L}\p{N}][\p{L}\p{N}._-]{0,60}$/u;
const initials = /^\p{Lu}{2,4}$/u;
const name = /^\p{Lu}[\p{L}'’-]{1,20}\.?$/u;

const teamName = /^(?:\p{Lu}[\p{L}\p{N}-]*\s){1,3}(?:team|squad|guild|crew)$/iu;

/** How sure a label reads as people: 2 for handles, initials and "A/B", 1 for a capitalised word or two, 0 for anything else. */
export function personScore(label: string): 0 | 1 | 2 {
  if (label.length > 200) return 0;
  const text = plainText(label)
    .replace(/[:：]$/, '')
    .trim();
  if (text === '' || text.length > 60 || stateOfWords(text) !== null) return 0;
  if (teamName.test(text)) return 2;
  const parts = text.split(/\s*(?:[/,&+]|\band\b)\s*/);
  if (parts.length > 5 || !parts.every((part) => handle.test(part) || isInitials(part) || isName(part)))
    return 0;
  const sure = parts.length > 1 || parts.every((part) => handle.test(part) || isInitials(part));
  return sure ? 2 : 1;
}

const isInitials = (text: string) => initials.test(text) && !acronyms.has(text);

function isName(text: string): boolean {
  const words = text.split(' ');
  return words.length <= 3 && words.every((word) => name.test(word) && !noPerson.has(word.toLowerCase()));
}

/** Whether a word is a kind of work or a part of a system rather than somebody. */
export function namesNoPerson(word: string): boolean {
  return noPerson.has(word.toLowerCase()) || acronyms.has(word.toUpperCase());
}
