import { holdText } from '../core/delivery/holds.ts';
import { Failure } from '../core/failure.ts';
import type { ChasePreview } from '../core/notice/chasing.ts';
import type { Adoption, AdoptionPlan } from '../core/plan/adoption.ts';
import type { TicketSettings } from '../core/plan/ticket-fields.ts';
import type { PirView } from '../core/status/pir-view.ts';
import type { DriftLine, PirLine, Status } from '../core/status/status.ts';
import type { SyncRules } from '../core/sync/progress.ts';
import { planAdopted, proposeAdoption } from '../flows/adopt-tickets.ts';
import { type ApprovalRequest, type ApprovalResult, approvePlan } from '../flows/approve-plan.ts';
import { chaseImported, previewChasing } from '../flows/chase-imported.ts';
import type { DeliveryReport } from '../flows/deliver/run.ts';
import { deliverOutbox } from '../flows/deliver-outbox.ts';
import { holdReviews } from '../flows/hold-reviews.ts';
import { matchIncidents } from '../flows/match-incidents.ts';
import type { Planning } from '../flows/planning.ts';
import { prepareDigests } from '../flows/prepare-digests.ts';
import { remindOwners } from '../flows/remind-owners.ts';
import { sendMails } from '../flows/send-mails.ts';
import { type Settlement, type SettleRequest, settleDrift } from '../flows/settle-drift.ts';
import { showPir, showPirs, showStatus } from '../flows/show-status.ts';
import { type Document, draftPir, type Submission, submitPir } from '../flows/submit-pir.ts';
import { isSweepDue, type SyncReport, type SyncScope, syncTickets } from '../flows/sync-tickets.ts';
import type { Check, Ports } from '../ports.ts';
import { readingOf, type Settings } from '../settings.ts';
import { createHoldService, type HoldService } from './hold-service.ts';
import {
  createReviewService,
  type EvidenceFiles,
  holidayCheck,
  type ReviewService,
} from './review-service.ts';
import type { Job } from './schedule/schedule.ts';

/** What people and programs can ask of pir-tracker, whichever way they come in. */
export interface Service extends ReviewService, HoldService {
  status(): Promise<Status>;
  pirs(): Promise<readonly PirLine[]>;
  pir(name: string): Promise<PirView>;
  /** Reads and plans; stores nothing. */
  plan(document: Document): Promise<Submission>;
  /** Keeps the document and its plan; promises nothing yet. */
  submit(document: Document, by: string): Promise<Submission>;
  /** Carries out a plan that somebody read; its tickets are created by {@link Service.deliver}. */
  approve(request: ApprovalRequest): Promise<ApprovalResult>;
  deliver(): Promise<DeliveryReport>;
  /** Lets dead letters be tried again by the next delivery; returns how many. */
  retry(): Promise<number>;
  /** How many mails to whom it would mean to write to the owners of imported items. */
  chasePreview(): Promise<ChasePreview>;
  /** Turns that on for every imported PIR that is silent so far; returns for how many. */
  chase(by: string): Promise<number>;
  /** Which tickets with a label belong to items that have none. */
  adoptable(label: string): Promise<AdoptionPlan>;
  /** Links those of them whose keys are given; returns what was linked. */
  adopt(label: string, keys: readonly string[], by: string): Promise<readonly Adoption[]>;
  /** Reads tickets and settles them with their items. */
  sync(scope: SyncScope): Promise<SyncReport>;
  /** What is apart between items and their tickets, for somebody to decide on. */
  drift(): Promise<readonly DriftLine[]>;
  /** Takes one side of a difference. */
  settleDrift(request: SettleRequest): Promise<Settlement>;
  checks(): Promise<readonly Check[]>;
}

/**
 * The service over its ports: each request is one flow, with the settings that flow needs.
 * @param holder names this process in leases
 * @param stop ends deliveries early: what is under way is finished, nothing more is begun
 */
export function createService(
  ports: Ports,
  settings: Settings,
  holder: string,
  stop: AbortSignal = new AbortController().signal,
): Service & EvidenceFiles {
  const views = {
    organisation: settings.organisation.name,
    timeZone: settings.organisation.timeZone,
    directory: settings.directory,
  };
  const planning = planningFrom(settings);
  const mailHours = { timeZone: views.timeZone, time: settings.mail.time };
  const { destination } = planning.tickets;
  // One run after the other: whoever asks for a delivery, after an approval, has everything sent when it is answered.
  let last: Promise<unknown> = Promise.resolve();
  return {
    ...createReviewService(ports, settings, planning),
    ...createHoldService(ports, settings.service.instance),
    status: () => showStatus(ports, views),
    pirs: () => showPirs(ports, views),
    pir: (name) => showPir(ports, views, planning, name),
    plan: (document) => draftPir(ports, planning, document),
    submit: (document, by) => submitPir(ports, planning, document, by),
    approve: (request) =>
      approvePlan(ports, planning, settings.organisation, audienceFrom(settings), request),
    deliver: () => {
      const run = last.then(() =>
        deliverOutbox(ports, { ...settings.delivery, mailHours, destination }, holder, stop),
      );
      last = run.catch(() => undefined);
      return run;
    },
    retry: () =>
      ports.store.transaction(async (records) => {
        // Whoever asks for it has mended something, so nothing is held back on account of what was before.
        await records.pauses.end((await records.pauses.all()).map(({ scope }) => scope));
        return records.outbox.reviveDead(ports.clock.now());
      }),
    drift: async () => (await showStatus(ports, views)).drift,
    settleDrift: (request) => settleDrift(ports, syncRules(settings), planning, request),
    sync: async (scope) => {
      if (ports.tracker === null) {
        throw new Failure('tracker-unreachable', 'No tracker is configured.', {
          hint: 'Add a jira section to the settings.',
        });
      }
      return syncTickets(ports, ports.tracker, syncRules(settings), scope);
    },
    chasePreview: () =>
      previewChasing(
        ports,
        {
          workplace: settings.organisation,
          reminders: settings.reminders,
          digestWeekday: settings.digest.weekday,
        },
        audienceFrom(settings),
      ),
    adoptable: (label) => proposeAdoption(ports, planning, label),
    adopt: async (label, keys, by) => {
      const proposed = await proposeAdoption(ports, planning, label);
      const wanted = proposed.adoptions.filter(({ ticket }) => keys.includes(ticket.key));
      for (const pirId of new Set(wanted.map((adoption) => adoption.pirId))) {
        const theirs = wanted.filter((adoption) => adoption.pirId === pirId);
        const { fingerprint, only } = await planAdopted(ports, planning, pirId, theirs);
        // Whether its owners are written to stays as it is.
        const request = { pir: pirId, fingerprint, by, decisions: { only, declined: {} }, chase: false };
        await approvePlan(ports, planning, settings.organisation, audienceFrom(settings), request);
      }
      return wanted;
    },
    chase: (by) => chaseImported(ports, settings.organisation, by),
    checks: async () => [
      ...(await ports.store.check()),
      ...(await holdChecks(ports, views.timeZone)),
      await holidayCheck(ports, settings),
      ...(ports.tracker === null ? [notConfigured('jira', 'tickets')] : await ports.tracker.check()),
      ...(ports.mailer === null ? [notConfigured('mail', 'mails')] : await ports.mailer.check()),
    ],
  };
}

/**
 * The scheduled jobs, in the order in which a day needs them: what is due is noted first, then put into mails, then sent.
 * They share nothing but the database.
 * @param url where the service listens, for links where settings give no address
 */
export function jobsOf(ports: Ports, settings: Settings, service: Service, url: string): readonly Job[] {
  const { schedule, reminders, digest, mail } = settings;
  const { name: organisation, timeZone, place } = settings.organisation;
  const audience = audienceFrom(settings);
  const baseUrl = settings.service.baseUrl ?? url;
  const messageIdDomain = /@([^\s>]+)/.exec(mail.from)?.[1] ?? 'localhost';
  const note: Job[] = [
    {
      name: 'reviews',
      expression: schedule.reviews,
      run: async () => {
        await matchIncidents(ports, settings.organisation);
        return holdReviews(ports, settings.organisation, audience);
      },
    },
    {
      name: 'reminders',
      expression: schedule.reminders,
      run: () => remindOwners(ports, timeZone, reminders, audience),
    },
    {
      name: 'digests',
      expression: schedule.digests,
      run: () => prepareDigests(ports, timeZone, digest, audience),
    },
  ];
  const jobs: Job[] = [
    ...note,
    {
      name: 'mails',
      expression: schedule.mails,
      run: async () => {
        // All is noted first, whatever ticks in which order: a person gets one mail a day, and it must have everything.
        for (const job of note) await job.run();
        const { directory } = settings;
        return sendMails(ports, {
          ...{ organisation, timeZone, place, directory },
          ...{ time: mail.time, baseUrl, messageIdDomain },
        });
      },
    },
    { name: 'deliver', expression: schedule.deliver, run: () => service.deliver() },
  ];
  return ports.tracker === null
    ? jobs
    : [
        ...jobs,
        { name: 'sync', expression: schedule.sync, run: () => service.sync('changes') },
        {
          name: 'sweep',
          expression: schedule.sweep,
          run: async () => {
            const last = await ports.store.transaction((records) => records.sync.last());
            if (isSweepDue(last, ports.clock.now())) await service.sync('all');
          },
        },
      ];
}

function planningFrom(settings: Settings): Planning {
  return {
    reading: readingOf(settings),
    directory: settings.directory,
    labels: settings.labels,
    baseUrl: settings.service.baseUrl?.replace(/\/$/, '') ?? null,
    trackerUrl: settings.jira?.baseUrl ?? null,
    playbookUrl: settings.playbooks.baseUrl,
    tickets: ticketsFrom(settings),
    askSeconds: 10,
  };
}

function ticketsFrom({ jira }: Settings): TicketSettings {
  const names = { high: 'High', medium: 'Medium', low: 'Low' };
  if (jira === null)
    return { destination: null, parent: null, epic: null, priorities: names, customFields: {} };
  const { project, issueType, components, values, parent, epic, priorities, fields } = jira;
  const destination = { project, issueType, components, values };
  return { destination, parent, epic, priorities, customFields: fields };
}

function syncRules(settings: Settings): SyncRules {
  const { jira, directory } = settings;
  return {
    droppedResolutions: jira?.droppedResolutions ?? [],
    blockedStatuses: jira?.blockedStatuses ?? [],
    projects: projectsOf(settings),
    directory,
  };
}

/** Every project that tickets are made in. */
function projectsOf({ jira, directory }: Settings): readonly string[] {
  const projects = [jira?.project ?? null, ...directory.teams.map((team) => team.jira?.project ?? null)];
  return [...new Set(projects.filter((project) => project !== null))];
}

function audienceFrom(settings: Settings) {
  const { directory, mail, reviews } = settings;
  return { directory, onCall: mail.onCall, facilitator: reviews.facilitator };
}

async function holdChecks({ store, clock }: Ports, timeZone: string): Promise<readonly Check[]> {
  const holds = await store.transaction((records) => records.holds.all());
  return holds.map((hold) => ({
    ...{ name: 'hold', ok: true, hint: null },
    detail: `${hold.channel} is ${holdText(hold, clock.now(), timeZone)}; end it with pir hold ${hold.channel} --release`,
  }));
}

function notConfigured(name: string, what: string): Check {
  return { name, ok: true, detail: `not configured; ${what} wait until it is`, hint: null };
}
