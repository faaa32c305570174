import { findingsText } from '../../core/pir/render-findings.ts';
import type { Settings } from '../../settings.ts';
import { withService } from './access.ts';
import { readDocument } from './files.ts';
import { planText } from './plan-text.ts';
import type { Terminal } from './terminal.ts';

/** `pir plan`: what approving a file would cause, against what is known of it; stores nothing. */
export async function planCommand(
  terminal: Terminal,
  settings: Settings,
  file: string,
  { format }: { readonly format: string },
): Promise<number> {
  const document = readDocument(file);
  const { pir, plan, findings } = await withService(terminal, settings, 'pir plan', (service) =>
    service.plan(document),
  );
  if (format === 'json') {
    terminal.out(`${JSON.stringify({ file, findings, plan }, null, 2)}\n`);
  } else {
    terminal.tell(findingsText(file, document.text, { pir, findings }));
    terminal.out(planText(plan));
  }
  return findings.some((finding) => finding.severity === 'error') ? 1 : 0;
}
