import { existsSync, readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import type { Exchange } from '../../src/sandbox/jira-sandbox.ts';

// Atlassian's published documents of the API are not part of this repository; where they lie beside it, they are asked.
const folder = new URL('../../../shared/jira/openapi/', import.meta.url);
const deviationsFile = new URL('known-deviations.json', folder);

/** What is special about a published document. */
interface Publication {
  readonly file: string;
  /** What stands before the document's paths. */
  readonly root: string;
  /** Calls that it does not describe. */
  readonly undescribed: readonly string[];
  /**
   * Answers, by operation and status, where the document contradicts its own examples or the service: a schema instead, or
   * null for no check.
   */
  readonly instead: Readonly<Record<string, object | null>>;
  /** Requests whose described form is none: any JSON may be sent. */
  readonly anyRequest: readonly string[];
  /** Properties of schemas that are called texts or objects, and hold any JSON: values of fields and of properties. */
  readonly anyValue: readonly (readonly [schema: string, property: string])[];
}

const errorCollection = { $ref: 'contract#/components/schemas/ErrorCollection' };
const listOf = (name: string) => ({ type: 'array', items: { $ref: `contract#/components/schemas/${name}` } });
const pageOf = (name: string) => ({
  type: 'object',
  required: ['values', 'startAt', 'maxResults', 'total', 'isLast'],
  properties: { values: listOf(name) },
});

const publications = {
  cloud: {
    file: 'jira-cloud-v3.trimmed.json',
    root: '',
    undescribed: ['GET /rest/api/3/mypermissions', 'GET /rest/webhooks/1.0/webhook'],
    instead: { 'GET /rest/api/3/user/assignable/search 200': listOf('User') },
    anyRequest: [],
    anyValue: [],
  },
  datacenter: {
    file: 'jira-dc-10.3-v2.trimmed.json',
    root: '/rest',
    undescribed: [
      'GET /rest/api/2/mypermissions',
      'GET /rest/webhooks/1.0/webhook',
      'GET /rest/jira-webhook/1.0/webhooks',
    ],
    instead: {
      'GET /api/2/field 200': listOf('FieldBean'),
      'GET /api/2/priority 200': listOf('PriorityJsonBean'),
      'GET /api/2/user/search 200': listOf('UserBean'),
      'GET /api/2/user/assignable/search 200': listOf('UserBean'),
      'GET /api/2/issue/createmeta/{projectIdOrKey}/issuetypes 200': pageOf('CreateMetaIssueTypeBean'),
      'GET /api/2/issue/createmeta/{projectIdOrKey}/issuetypes/{issueTypeId} 200': pageOf('FieldMetaBean'),
      'GET /api/2/issue/{issueIdOrKey}/remotelink 200': {
        anyOf: [listOf('RemoteIssueLinkBean'), { $ref: 'contract#/components/schemas/RemoteIssueLinkBean' }],
      },
      'POST /api/2/issue/bulk 400': { $ref: 'contract#/components/schemas/IssuesCreateResponse' },
    },
    anyRequest: ['PUT /api/2/issue/{issueIdOrKey}/properties/{propertyKey}'],
    anyValue: [
      ['IssueUpdateBean', 'fields'],
      ['IssueBean', 'fields'],
      ['IssueBean', 'properties'],
      ['EntityPropertyBean', 'value'],
    ],
  },
} as const satisfies Record<string, Publication>;

interface Operation {
  readonly parameters?: readonly { readonly in: string; readonly name: string }[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, unknown>> };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: object }>> }>
  >;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, { readonly properties?: Record<string, object> }>>;
  };
}

/** Holds exchanges against a published document. */
export interface Contract {
  /** What is not as published, one sentence each. */
  complaintsAbout(exchange: Exchange): readonly string[];
  /** The operations that exchanges were about. */
  operationsSeen(): readonly string[];
}

/** Whether the published documents are at hand. */
export function isPublishedContractThere(): boolean {
  const files = Object.values(publications).map(({ file }) => new URL(file, folder));
  return [...files, deviationsFile].every((file) => existsSync(file));
}

export function readContract(deployment: keyof typeof publications): Contract {
  const publication: Publication = publications[deployment];
  const document = JSON.parse(readFileSync(new URL(publication.file, folder), 'utf8')) as Document;
  for (const [schema, property] of publication.anyValue) {
    const properties = document.components.schemas[schema]?.properties;
    if (properties?.[property] === undefined) throw new Error(`the document has no ${schema}.${property}`);
    properties[property] = {};
  }
  // Of Cloud only what is listed as known is excused.
  const known = JSON.parse(readFileSync(deviationsFile, 'utf8')) as { op: string }[];
  const instead = Object.entries(publication.instead).filter(
    ([name]) => deployment !== 'cloud' || known.some(({ op }) => op === name),
  );
  return contractOver(document, { ...publication, instead: Object.fromEntries(instead) });
}

function contractOver(document: Document, { root, undescribed, instead, anyRequest }: Publication): Contract {
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema(document, 'contract');
  const seen = new Set<string>();
  const compiled = new Map<string, ValidateFunction>();
  const validate = (schema: object, value: unknown, where: string): string[] => {
    const key = JSON.stringify(schema);
    const validator = compiled.get(key) ?? ajv.compile(schema);
    compiled.set(key, validator);
    return validator(value) ? [] : [`${where}: ${ajv.errorsText(validator.errors)}`];
  };

  const complaintsAbout = (exchange: Exchange): string[] => {
    const { method, path, status, requestBody, responseBody, query } = exchange;
    if (undescribed.includes(`${method} ${path}`)) return [];
    const template = Object.keys(document.paths)
      .filter((each) => patternOf(`${root}${each}`).test(path))
      .sort((one, other) => one.split('{').length - other.split('{').length)[0];
    const operation = document.paths[template ?? '']?.[method.toLowerCase()];
    if (template === undefined || operation === undefined) return [`${method} ${path}: not in the contract`];
    const name = `${method} ${template}`;
    seen.add(name);
    const segment = template.replaceAll('/', '~1').replace(/[{}]/g, encodeURIComponent);
    const at = (rest: string) => ({
      $ref: `contract#/paths/${segment}/${method.toLowerCase()}/${rest}/content/application~1json/schema`,
    });

    const parameters = (operation.parameters ?? [])
      .filter((each) => each.in === 'query')
      .map((each) => each.name);
    const foreign = Object.keys(query).filter((each) => !parameters.includes(each));
    const complaints = foreign.map((each) => `${name}: query parameter ${each} is not in the contract`);

    // A request may be wrong only where it was sent to be refused.
    if (operation.requestBody !== undefined && status < 400 && !anyRequest.includes(name)) {
      complaints.push(...validate(at('requestBody'), requestBody, `${name} request`));
    }
    const answer = operation.responses[status];
    const where = `${name} ${status}`;
    if (status >= 400) {
      // Of bulk creation the refusal has the form of a success: what was made, and what was not.
      // Some refusals have an example and no form.
      const isDescribed = answer?.content?.['application/json']?.schema !== undefined;
      const described = isDescribed ? at(`responses/${status}`) : errorCollection;
      const schema = instead[where] ?? described;
      // 401 of Data Center has a form of its own, which nothing describes.
      if (root === '' || status !== 401) complaints.push(...validate(schema, responseBody, where));
    } else if (answer === undefined) {
      complaints.push(`${where} is not in the contract`);
    } else if (answer.content?.['application/json'] !== undefined) {
      const schema = where in instead ? instead[where] : at(`responses/${status}`);
      if (schema) complaints.push(...validate(schema, responseBody, where));
    }
    return complaints;
  };
  return { complaintsAbout, operationsSeen: () => [...seen].sort() };
}

function patternOf(template: string): RegExp {
  return new RegExp(`^${template.replace(/[.]/g, '\\.').replace(/\{[^}]*\}/g, '[^/]+')}$`);
}
