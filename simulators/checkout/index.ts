import { Hono } from 'hono';
import { ConnectionLost, type Party } from '../network/party';
import { AccessDesk } from './access/desk';
import { Books } from './books';
import { type CheckoutConfig, type CheckoutContext, type CheckoutParts, checkoutParts } from './config';
import { PlatformReader } from './reader';
import { EffectRunner } from './runner';
import { CheckoutService, Stopped } from './service';
import { accessEndpoints } from './web/access';
import { booksEndpoints } from './web/books-contract';
import { combinedEndpoints } from './web/combined';
import { contractEndpoints } from './web/contract';
import { noticeEndpoints } from './web/notify';
import { payerPages } from './web/payer-pages';
import { termsEndpoints } from './web/terms';

/** One life of the checkout's process: what a crash ends and a restart begins. */
class Life {
  readonly service: CheckoutService;
  readonly runner: EffectRunner;
  readonly books: Books;
  readonly desk: AccessDesk;
  readonly app = new Hono();

  constructor(config: CheckoutConfig, context: CheckoutContext, parts: CheckoutParts) {
    this.service = new CheckoutService(config, context, parts);
    this.runner = new EffectRunner(this.service);
    this.books = new Books(this.service);
    this.desk = new AccessDesk(this.service);
    const { runner, books } = this;
    this.service.onChange = () => {
      runner.schedule();
      books.schedule();
    };
    this.app.route('/', payerPages(this.service, this.runner));
    this.app.route('/', noticeEndpoints(this.service, this.runner));
    this.app.route('/', contractEndpoints(this.service, this.runner, this.books));
    this.app.route('/', combinedEndpoints(this.service, this.runner));
    this.app.route('/', termsEndpoints(this.service));
    this.app.route('/', booksEndpoints(this.service, this.books));
    this.app.route('/', accessEndpoints(this.desk));
    this.app.onError((error) => {
      if (!(error instanceof Stopped) && !this.service.stopped) context.report(error);
      return new Response('internal error', { status: 500 });
    });
    this.service.recover();
    this.runner.schedule();
    this.books.open();
    this.desk.schedule();
  }
}

/** The reference checkout: a platform of many merchants, each the payee of its own orders. */
export class Checkout implements Party {
  readonly name = 'platform';
  readonly origins: readonly string[];
  readonly reader = new PlatformReader();
  #life: Life;

  constructor(
    readonly config: CheckoutConfig,
    readonly context: CheckoutContext,
    readonly parts: CheckoutParts = checkoutParts,
  ) {
    this.origins = [config.publicOrigin];
    this.#life = new Life(config, context, parts);
  }

  get service(): CheckoutService {
    return this.#life.service;
  }

  get books(): Books {
    return this.#life.books;
  }

  get runner(): EffectRunner {
    return this.#life.runner;
  }

  /** Answers a request; whoever asked a process that stopped meanwhile gets no answer. */
  async fetch(request: Request): Promise<Response> {
    const life = this.#life;
    const response = await life.app.fetch(request);
    if (life.service.stopped) throw new ConnectionLost('ECONNRESET');
    return response;
  }

  /** Stops dead in the middle of whatever is under way, and starts again on the same database. */
  async crash(): Promise<void> {
    this.stop();
    this.#life = new Life(this.config, this.context, this.parts);
  }

  stop(): void {
    this.#life.service.stop();
  }
}
