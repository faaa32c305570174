import type { Service } from '../service.ts';

/**
 * What the routes ask of the service; each call is one flow. All throw a Failure for what a person can mend: it becomes
 * the answer, as a page or as problem+json.
 */
export type HttpService = Pick<Service, 'status' | 'pirs' | 'pir' | 'plan' | 'submit' | 'approve' | 'sync'>;
