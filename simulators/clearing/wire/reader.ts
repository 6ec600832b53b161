import type { Facts } from '../../kernel/history';
import type { KeyMint, Tokens } from '../../kernel/keys';
import { fieldNames } from '../../network/fields';
import type { Incoming, Outgoing } from '../../network/message';
import type { Reader, Reading } from '../../network/party';
import { missingFields } from './instruction';
import { parsed } from './read';
import { namedSender, senderOf } from './seal';

type Json = Readonly<Record<string, unknown>>;

const object = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.map(object) : []);
const fact = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined;

/** Reads the messages of the clearing wire, independently of the parties that handle them. */
export class ClearingReader implements Reader {
  /** Owners of merchants' accounts in neutral words, by the code under which the wire names them. */
  readonly owners = new Map<string, string>();

  constructor(
    readonly keys: KeyMint,
    readonly tokens: Tokens,
    readonly known: (institution: string) => boolean,
  ) {}

  request(message: Incoming): Reading {
    const body = object(parsed(message.body));
    const order = object(body['instruction'] ?? body);
    const merchants = list(order['merchants']);
    const [first] = merchants;
    const base = { signature: this.#signature(message), traceId: fact(body['traceId'] ?? order['traceId']) };
    const kind = this.#kind(message, body);
    const trade = text(first?.['orderNo']);
    const isOrder = kind.startsWith('clearing.') || kind.startsWith('entry.');
    const facts: Facts = {
      ...base,
      ...(isOrder && !kind.endsWith('.query') ? this.#order(order, merchants) : {}),
      ...(kind === 'settlement.file' ? { session: fact(body['session']), netFen: fact(body['netFen']) } : {}),
      fields: fieldNames(body),
    };
    return { from: namedSender(message) ?? 'stranger', kind, ...(trade === undefined ? {} : { trade }), facts };
  }

  answer(_message: Incoming, _reading: Reading, { body }: Outgoing): Facts {
    const said = object(parsed(body));
    const { state, code, missing, session, agrees } = said;
    const lacks = Array.isArray(missing) ? missing.map(String) : undefined;
    return {
      outcome: fact(state),
      code: fact(code),
      missing: lacks,
      session: fact(session),
      agrees: fact(agrees),
      fields: fieldNames(said),
    };
  }

  #kind({ target }: Incoming, body: Json): string {
    const [path = ''] = target.split('?');
    if (path === '/transfers') return `clearing.${text(body['kind']) ?? 'order'}`;
    if (path === '/entries') return `entry.${text(body['side']) ?? 'order'}`;
    if (path === '/transfers/query') return 'clearing.query';
    if (path === '/entries/query') return 'entry.query';
    return path === '/settlements' ? 'settlement.file' : 'unknown';
  }

  #signature(message: Incoming): string {
    if (namedSender(message) === undefined) return 'missing';
    return senderOf(this.keys, message, this.known) === undefined ? 'invalid' : 'valid';
  }

  /** What an order says; of accounts and of people's names only tokens. */
  #order(order: Json, merchants: readonly Json[]): Facts {
    const [payer, payee] = [object(order['payer']), object(order['payee'])];
    const token = (value: unknown) => (text(value) === undefined ? undefined : this.tokens.token(String(value)));
    const owners = new Set(merchants.map(({ code }) => this.owners.get(text(code) ?? '')));
    const [owner] = owners;
    return {
      // Whose sale it is; of a combined order the parts say it.
      ...(owners.size === 1 && owner !== undefined ? { payee: owner } : {}),
      missing: missingFields(order),
      amountFen: fact(order['amountFen']),
      currency: fact(order['currency']),
      original: fact(order['original']),
      payerInstitution: fact(payer['institution']),
      payeeInstitution: fact(payee['institution']),
      payerAccount: token(payer['account']),
      payeeAccount: token(payee['account']),
      merchants: merchants.map((part) => ({
        trade: fact(part['orderNo']),
        owner: this.owners.get(text(part['code']) ?? ''),
        name: fact(part['name']),
        category: fact(part['category']),
        amountFen: fact(part['amountFen']),
      })),
    };
  }
}
