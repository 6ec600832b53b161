import { answer } from '../../network/message';
import { languageFor } from '../words';
import { type ControlDesk, ENDPOINTS, tradesIn } from './endpoints';
import { type Addresses, indexPage } from './index-page';
import { livePage } from './live-page';
import { ControlError, errorAnswer, jsonAnswer } from './requests';

const HTML = { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' };

const OWN_HOST = /^(127(\.\d{1,3}){3}|localhost|\[::1\])(:\d+)?$/;
const OWN_ORIGIN = /^https?:\/\/(127(\.\d{1,3}){3}|localhost|\[::1\])(:\d+)?$/;

/**
 * A page of another site that a browser was led to must not steer the sandbox, nor read what it holds: only this
 * machine's own names do. Programs name no origin.
 * @throws ControlError 403
 */
function refuseStrangers({ headers }: Request, { host }: URL): void {
  if (!OWN_HOST.test(host)) {
    throw new ControlError(403, 'foreign-host', `found host "${host}", expected 127.0.0.1 or localhost`);
  }
  const origin = headers.get('origin');
  if (origin !== null && !OWN_ORIGIN.test(origin)) {
    throw new ControlError(403, 'foreign-origin', `found origin "${origin}", expected a page of this machine`);
  }
}

/** The control port: what stands in for payers and time, the live list, and a page that documents both. */
export class Control {
  constructor(
    readonly desk: ControlDesk,
    readonly addresses: Addresses,
  ) {}

  async fetch(request: Request): Promise<Response> {
    try {
      return await this.#answer(request, new URL(request.url));
    } catch (error) {
      if (error instanceof ControlError) return errorAnswer(error);
      throw error;
    }
  }

  async #answer(request: Request, url: URL): Promise<Response> {
    refuseStrangers(request, url);
    const { method } = request;
    if (method === 'GET' && url.pathname === '/') return this.#index(request, url);
    if (method === 'GET' && url.pathname === '/live') return this.#live(request, url);
    const here = ENDPOINTS.filter(({ path }) => path === url.pathname);
    const endpoint = here.find((candidate) => candidate.method === method);
    if (endpoint) return jsonAnswer(await endpoint.handle(this.desk, request, url), 200, endpoint.profile);
    const paths = [...new Set(ENDPOINTS.map(({ path }) => path))].join(', ');
    if (here.length === 0) throw new ControlError(404, 'unknown-path', `found ${url.pathname}, expected ${paths}`);
    const methods = here.map((candidate) => candidate.method).join(' or ');
    throw new ControlError(405, 'wrong-method', `found ${method} ${url.pathname}, expected ${methods}`);
  }

  #index(request: Request, url: URL): Response {
    const [gateway = ''] = this.desk.gateways.keys();
    const language = languageFor(url, request.headers);
    return answer(200, HTML, indexPage(language, url, this.addresses, gateway, ENDPOINTS));
  }

  async #live(request: Request, url: URL): Promise<Response> {
    const wanted = tradesIn(url);
    const all = await this.desk.seam.live.list();
    const shown = all.filter(({ trade }) => wanted.length === 0 || wanted.includes(trade ?? ''));
    return answer(200, HTML, livePage(languageFor(url, request.headers), url, shown));
  }
}
