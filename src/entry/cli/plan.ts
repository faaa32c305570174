import { findingsText } from '../../core/pir/render-findings.ts';
import { withService } from './access.ts';
import type { CommandLine } from './command-line.ts';
import { readDocument } from './files.ts';
import { planMarkdown } from './plan-markdown.ts';
import { planText } from './plan-text.ts';

/** What `pir plan` takes beside the file. */
export interface PlanOptions {
  readonly format: string;
  /** Where the document comes from, if not its path. */
  readonly source?: string;
  readonly server?: string;
  /** With the descriptions of the tickets. */
  readonly full?: boolean;
}

/**
 * `pir plan`: what approving a file would cause, against what is known of it; stores nothing.
 * @returns 0, 1 on findings of severity error
 * @throws {Failure} what reading the file and asking the service throw
 */
export async function planCommand(
  line: CommandLine,
  file: string,
  { format, source, server, full }: PlanOptions,
): Promise<number> {
  const document = readDocument(file, source);
  const { pir, plan, findings } = await withService(line, server, 'pir plan', (service) =>
    service.plan(document),
  );
  const { terminal } = line;
  if (format === 'json') {
    terminal.out(`${JSON.stringify({ file, findings, plan }, null, 2)}\n`);
  } else if (format === 'markdown') {
    terminal.out(planMarkdown(file, plan, findings));
  } else {
    terminal.tell(findingsText(file, document.text, { pir, findings }));
    terminal.out(planText(plan, full));
  }
  return findings.some((finding) => finding.severity === 'error') ? 1 : 0;
}
