/**
 * What this folder uses of jira-client 8.2.2. `@types/jira-client` lags behind it, types every answer as `any` and declares
 * the two methods private that have to be replaced here.
 */
declare module 'jira-client' {
  namespace JiraApi {
    interface Options {
      protocol?: string;
      host: string;
      port?: string;
      base?: string;
      apiVersion?: string;
      username?: string;
      password?: string;
      request?: (options: RequestOptions) => Promise<unknown>;
    }

    interface UriOptions {
      /** With a leading slash, below `/rest/api/n`. */
      pathname: string;
      query?: Record<string, unknown>;
      /** Instead of `/rest/api/n`. */
      intermediatePath?: string;
      encode?: boolean;
    }

    interface RequestOptions {
      method: string;
      uri: string;
      body?: unknown;
    }
  }

  class JiraApi {
    constructor(options: JiraApi.Options);
    makeUri(options: JiraApi.UriOptions): string;
    makeRequestHeader(uri: string, options?: { method?: string; body?: unknown }): JiraApi.RequestOptions;
    doRequest(options: JiraApi.RequestOptions): Promise<unknown>;

    addNewIssue(issue: unknown): Promise<unknown>;
    updateIssue(id: string, update: unknown, query?: Record<string, unknown>): Promise<unknown>;
    addCommentAdvanced(id: string, comment: unknown): Promise<unknown>;
    getCurrentUser(): Promise<unknown>;
    getServerInfo(): Promise<unknown>;
    getProject(key: string): Promise<unknown>;
    listFields(): Promise<unknown>;
    createRemoteLink(id: string, link: unknown): Promise<unknown>;
  }

  export = JiraApi;
}
