import { addDays, type Day, isWeekend, weekday } from '../../core/calendar.ts';
import type { NoticeKind } from '../../core/notice/notice.ts';
import { finishTicket } from '../../sandbox/finish-ticket.ts';
import type { Inbox } from '../../sandbox/inbox.tsx';
import type { JiraSandbox } from '../../sandbox/jira-sandbox.ts';
import type { Job } from '../schedule/schedule.ts';
import type { Service } from '../service.ts';

/** What turning the demo's days needs. */
export interface DemoWorld {
  readonly service: Service;
  readonly jobs: readonly Job[];
  readonly jira: JiraSandbox;
  readonly jiraToken: string;
  readonly inbox: Inbox;
  /** What the mails composed so far were about. */
  kindsMailed(): Promise<ReadonlySet<NoticeKind>>;
  /** Sets the demo's clock to the morning of a day. */
  turnTo(day: Day): void;
}

/** How far the clock is turned on at most. */
const longestDays = 120;

const names = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/**
 * Turns the clock on day by day, from the day after `start`, running each day what a day's schedule would: until
 * something is overdue and said so by mail, a review has been announced and a digest sent. On the way somebody finishes
 * a ticket, so that there is something to see coming back from Jira.
 */
export async function turnDays(world: DemoWorld, start: Day, tell: (text: string) => void): Promise<void> {
  let mails = world.inbox.mails().length;
  let finished = false;
  for (let count = 1; count <= longestDays; count += 1) {
    const day = addDays(start, count);
    world.turnTo(day);
    const events: string[] = [];
    if (!finished && count >= 5 && !isWeekend(day)) {
      finished = true;
      events.push(await finishSecond(world));
    }
    for (const job of world.jobs) await job.run();
    const status = await world.service.status();
    const arrived = world.inbox.mails().slice(mails);
    mails += arrived.length;
    for (const mail of arrived) {
      events.push(`mail to ${mail.to}: ${mail.subject}`);
    }
    const { open, overdue, done } = status.counts;
    const name = names[weekday(day) - 1];
    tell(`   ${name} ${day}  ${open} open, ${overdue} overdue, ${done} done\n`);
    for (const event of events) tell(`                    ${event}\n`);
    const told = await world.kindsMailed();
    if (open === 0 || (['overdue', 'review', 'digest'] as const).every((kind) => told.has(kind))) return;
  }
}

/** Moves the second ticket to Done, as somebody at their board would. */
async function finishSecond({ jira, jiraToken }: DemoWorld): Promise<string> {
  const ticket = jira.tickets()[1] ?? jira.tickets()[0];
  if (ticket === undefined) return 'nobody has a ticket to finish';
  await finishTicket(jira.url, jiraToken, ticket.key);
  return `somebody moves ${ticket.key} to Done in Jira`;
}
