import { type Fen, yuanText } from '../../kernel/money';
import type { Random } from '../../kernel/random';
import type { Millis } from '../../kernel/time';
import { type MerchantCodeContent, writeMerchantCode } from '../emv/merchant-presented';
import {
  newReceiver,
  type PersonalCode,
  personalNumbers,
  type Receiver,
  type ReceiverEvent,
  type ReceiverReducer,
} from '../personal/receipts';
import { HOUSE_ACCOUNT, HOUSE_CODE, HOUSE_SCHEME } from '../resolve';

/** A printed code of a merchant, or one for a single order. */
export interface RegisteredCode {
  readonly id: string;
  readonly payee: string;
  /** The order that it is for; without it the payer names the amount, and each payment is an order of its own. */
  readonly order?: string;
  readonly amountFen?: Fen;
  readonly text: string;
  /** The wallets that recognised the scheme's codes when it was issued. */
  readonly issuedWith: readonly string[];
}

/** An order for which a code is issued. */
export interface CodeOrder {
  readonly number: string;
  readonly amountFen: Fen;
}

/** What a person's code says: where it leads, and nothing about the person. */
export interface PersonalContent {
  readonly origin: string;
  readonly id: string;
  readonly person: string;
}

export const personalText = ({ origin, id }: PersonalContent): string => `${origin}/p/${id}`;

/** How codes are written; a broken twin writes more into them. */
export interface CodeWriters {
  readonly merchantContent: (content: MerchantCodeContent, payee: string) => MerchantCodeContent;
  readonly personalText: (content: PersonalContent) => string;
}

const CHINA = { currency: '156', country: 'CN', category: '5411' };

/** Values of the specification are short; a longer name is cut, as acquirers do. */
const cut = (text: string, most: number) => [...text].slice(0, most).join('');

/** The codes that a scheme has issued, and the persons who receive money in its wallet. */
export class CodeRegister {
  readonly #merchantCodes = new Map<string, RegisteredCode>();
  readonly #personalCodes = new Map<string, PersonalCode>();
  readonly #texts = new Map<string, string>();
  readonly #receivers = new Map<string, Receiver>();

  constructor(
    readonly scheme: string,
    readonly origin: string,
    readonly random: Random,
    readonly writers: CodeWriters,
    readonly reduce: ReceiverReducer,
  ) {}

  /** A code for a merchant's counter, or for one order with its amount. */
  issue(
    payee: string,
    name: { readonly en: string; readonly zh: string },
    issuedWith: readonly string[],
    order?: CodeOrder,
  ): RegisteredCode {
    const id = `M${this.random.digits(11)}`;
    const account = { '00': HOUSE_ACCOUNT, [HOUSE_CODE]: id, [HOUSE_SCHEME]: this.scheme };
    const content: MerchantCodeContent = {
      ...CHINA,
      dynamic: order !== undefined,
      templates: [{ id: '26', fields: account }],
      name: cut(name.en, 25),
      city: 'HANGZHOU',
      language: { language: 'ZH', name: cut(name.zh, 25) },
      ...(order ? { amount: yuanText(order.amountFen), additional: { '05': cut(order.number, 25) } } : {}),
    };
    const text = writeMerchantCode(this.writers.merchantContent(content, payee));
    const forOrder = order ? { order: order.number, amountFen: order.amountFen } : {};
    const code: RegisteredCode = { id, payee, text, issuedWith, ...forOrder };
    this.#merchantCodes.set(id, code);
    return code;
  }

  /** A person's code: printed, or drawn anew and fresh for a while. */
  draw(person: string, form: PersonalCode['form'], at: Millis): { readonly code: PersonalCode; readonly text: string } {
    const id = `${form === 'static' ? 'S' : 'D'}${this.random.letters(15)}`;
    const freshUntil = form === 'static' ? Number.MAX_SAFE_INTEGER : at + personalNumbers.dynamicCodeLife;
    const code: PersonalCode = { id, person, form, freshUntil };
    const text = this.writers.personalText({ origin: this.origin, id, person });
    this.#personalCodes.set(id, code);
    this.#texts.set(text, id);
    return { code, text };
  }

  merchantCode(id: string): RegisteredCode | undefined {
    return this.#merchantCodes.get(id);
  }

  personalCode(id: string): PersonalCode | undefined {
    return this.#personalCodes.get(id);
  }

  /** The personal code of exactly this text. */
  personalCodeOf(text: string): PersonalCode | undefined {
    return this.#personalCodes.get(this.#texts.get(text) ?? '');
  }

  receiver(person: string): Receiver {
    return this.#receivers.get(person) ?? newReceiver(person);
  }

  apply(person: string, event: ReceiverEvent): Receiver {
    const after = this.reduce(this.receiver(person), event, personalNumbers);
    this.#receivers.set(person, after);
    return after;
  }
}
