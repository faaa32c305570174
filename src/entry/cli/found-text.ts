import { counted } from '../../core/notice/wording.ts';
import type { DeliveryReport } from '../../flows/deliver/run.ts';

/** What a delivery found in the tracker instead of creating it; empty where it found nothing. */
export function foundText({ found }: DeliveryReport): string {
  if (found === 0) return '';
  const [verb, pronoun] = found === 1 ? ['was', 'it is'] : ['were', 'they are'];
  return `${counted(found, 'ticket')} ${verb} in Jira already, without the database knowing: ${pronoun} recorded, and none was created again.\n`;
}
