import type { Network } from '../../simulators/network/network';
import type { Reader } from '../../simulators/network/party';

/** An answer as a driver reads it. */
export interface Reply {
  readonly status: number;
  readonly text: string;
  readonly location: string | undefined;
}

/** Sends requests of one person or system through the seam, so that the history has them. */
export class HttpDriver {
  constructor(
    readonly network: Network,
    readonly from: string,
    readonly reader: Reader,
  ) {}

  async send(method: string, url: string, headers: Record<string, string> = {}, body?: string): Promise<Reply> {
    const request = new Request(url, { method, headers, redirect: 'manual', ...(body === undefined ? {} : { body }) });
    const response = await this.network.send(request, { from: this.from, reader: this.reader });
    return {
      status: response.status,
      text: await response.text(),
      location: response.headers.get('location') ?? undefined,
    };
  }

  json(method: string, url: string, key: string, body?: unknown): Promise<Reply> {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    return this.send(method, url, headers, body === undefined ? undefined : JSON.stringify(body));
  }
}
