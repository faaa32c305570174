import { type ZodType, z } from 'zod';
import { priorities } from '../../core/action-item.ts';
import { type Day, isDay } from '../../core/calendar.ts';
import { channels } from '../../core/delivery/holds.ts';
import { Failure } from '../../core/failure.ts';
import { progresses, verdicts } from '../../core/review/review.ts';
import { driftFieldFrom } from '../../core/sync/drift.ts';

/** One line of text: no line breaks or control characters, which no name, path or URL has. */
const line = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .regex(/^[^\p{Cc}]*$/u, 'must be one line without control characters');

/** The query of a submission. */
export const SubmitQuery = z.object({ source: line(1000), by: line(200).optional() });

/** The query of a plan. */
export const PlanQuery = z.object({ source: line(1000).optional() });

/** The body of an approval. */
export const ApprovalBody = z.strictObject({
  fingerprint: z.string().regex(/^[0-9a-f]{8,64}$/, 'must be the fingerprint of a plan, hexadecimal'),
  by: line(200),
  items: z.array(line(40)).max(1000).optional(),
  declined: z
    .record(z.string().max(40), line(500))
    .refine((declined) => Object.keys(declined).length <= 1000, 'has too many entries')
    .optional(),
  create: z.boolean().optional(),
  chase: z.boolean().optional(),
});

/** Jira's limit on a label. */
const label = z.string().regex(/^\S{1,255}$/u, 'must be a Jira label: no blanks, at most 255 characters');

/** Whose tickets are to be adopted. */
export const AdoptionQuery = z.object({ label });

/** The tickets to adopt, of those with a label. */
export const AdoptionBody = z.strictObject({
  label,
  keys: z.array(line(60)).min(1).max(10_000),
  by: line(200),
});

/** The body of a wish to write to the owners of imported items. */
export const ChaseBody = z.strictObject({ by: line(200) });
const side = z.enum(['ours', 'theirs']);
const driftField = z
  .string()
  .max(40)
  .transform((name, context) => {
    const field = driftFieldFrom(name);
    if (field === null)
      context.addIssue({ code: 'custom', message: 'must be a field such as due, or ticket' });
    return field ?? z.NEVER;
  });
const driftVersion = z
  .string()
  .regex(/^[0-9a-f]{16}$/, 'must be the version of the drift that was looked at');

/** The body of a decision on drift. */
export const DriftBody = z.strictObject({
  take: side,
  field: driftField.optional(),
  seen: driftVersion.optional(),
  by: line(200),
});

/** A decision on drift as the form of a page sends it. `back` is where the browser goes afterwards. */
export const DriftForm = z.object({
  take: side,
  field: driftField,
  seen: driftVersion,
  back: z
    .string()
    .max(300)
    .regex(/^\/(?!\/)[\w/%.-]*(#[\w-]*)?$/, 'must be a page of this service'),
});

/** Where deliveries go. */
export const ChannelName = z.enum(channels, 'there are the channels jira and mail');

/** The body of a wish to hold deliveries back. */
export const HoldBody = z.strictObject({ by: line(200), reason: line(500) });

/** The body of a wish to let them go on. */
export const ReleaseBody = z.strictObject({ by: line(200) });

/** The body of a wish to give up what waits. */
export const DiscardBody = z.strictObject({
  by: line(200),
  reason: line(500),
  version: z.string().regex(/^[0-9a-f]{16}$/, 'must be the version of what was looked at'),
});

/** The query of a sync. */
export const SyncQuery = z.object({ full: z.enum(['true', 'false']).optional() });

const day = z
  .string()
  .refine(isDay, 'must be a day such as 2026-03-31')
  .transform((value) => value as Day);
/** Text of several lines. */
const prose = z.string().trim().min(1).max(5000);

/** The body of a recording: what a review came to. */
export const RecordingBody = z.strictObject({
  version: z.number().int().min(0),
  by: line(200),
  note: prose.optional(),
  items: z
    .array(
      z.strictObject({
        item: line(80),
        progress: z.enum(progresses).optional(),
        verdict: z.enum(verdicts).optional(),
        until: day.optional(),
        untilIncident: line(200).optional(),
        note: prose.optional(),
        makeUp: z
          .strictObject({
            title: line(500).optional(),
            due: day.optional(),
            priority: z.enum(priorities).optional(),
          })
          .optional(),
      }),
    )
    .max(1000),
});

/** The body of a hand-over. */
export const HandOverBody = z.strictObject({ to: line(200), by: line(200) });

/** A hand-over as the form of a page sends it. */
export const HandOverForm = z.object({ to: line(200) });

const httpUrl = z.url({ protocol: /^https?$/, message: 'must be an http or https address' }).max(2000);

/** The body of evidence in words, or behind a link. */
export const EvidenceBody = z.union([
  z.strictObject({ item: line(80), by: line(200), text: prose }),
  z.strictObject({ item: line(80), by: line(200), link: httpUrl }),
]);

/** The name of a file, without the folders that it came from, whichever way their slashes lean. */
export function fileName(path: string): string {
  return path.split(/[/\\]/).at(-1)?.slice(-200) || 'file';
}

/** The query of a file of evidence. */
export const EvidenceQuery = z.object({
  item: line(80),
  by: line(200),
  name: line(1000).transform(fileName),
});

/** The value if it has the form, else a failure that names every field that has not. */
export function parse<Value>(form: ZodType<Value>, value: unknown, where: string): Value {
  const result = form.safeParse(value);
  if (result.success) return result.data;
  const complaints = result.error.issues.map((issue) => {
    const path = issue.path.map(String).join('.');
    return path === '' ? issue.message : `${path}: ${issue.message}`;
  });
  throw new Failure('request-invalid', `The ${where} is not as expected: ${complaints.join('; ')}.`);
}
