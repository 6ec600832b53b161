import type { Fen } from '../../kernel/money';
import type { AuthorityProblem } from './authority';
import { type Charge, type Price, priceOf } from './charges';
import type { OpeningProblem } from './opening';
import type { StandingProblems } from './standing';

/** The devices that a cashier distinguishes. */
export type Device = 'desktop' | 'phone';

/** What is known of one provider when an order is offered. Who owns it is not among it. */
export interface ProviderFacts extends StandingProblems {
  readonly provider: string;
  /** The platform has decided to integrate it. */
  readonly platformOptedIn: boolean;
  /** The provider has decided to serve the platform. */
  readonly providerOptedIn: boolean;
  readonly inService: boolean;
  readonly minFen: number;
  readonly maxFen: number;
  /** The product that serves each device. */
  readonly products: Readonly<Partial<Record<Device, string>>>;
  /** The product that pays several merchants in one go, by device; where it is missing, the provider cannot. */
  readonly combinedProducts?: Readonly<Partial<Record<Device, string>>>;
  /** Fees and discounts that this way to pay has for the merchant's orders today; none when left out. */
  readonly charges?: readonly Charge[];
}

/** The declared inputs of an offer: nothing else decides it. */
export interface OfferInputs {
  readonly amountFen: Fen;
  readonly device: Device;
  /** The merchant's own choices in the merchant's own order. */
  readonly merchantMethods: readonly string[];
  /** The choices of the other merchants, where several share the order; a method must be every one's choice. */
  readonly otherMerchantsMethods?: ReadonlyArray<readonly string[]>;
  readonly providers: readonly ProviderFacts[];
}

/** Why a provider that the merchant enabled cannot be chosen. */
export type WithheldReason =
  | 'platform-not-opted-in'
  | 'provider-not-opted-in'
  | AuthorityProblem
  | OpeningProblem
  | 'out-of-service'
  | 'amount-out-of-range'
  | 'device-not-served'
  | 'not-every-merchant'
  | 'no-combined-payment';

/** One way to pay that can be chosen, with its price. */
export interface OfferedMethod extends Price {
  readonly provider: string;
  readonly product: string;
}

/** What the cashier shows: methods in the merchant's own order, and what is withheld with its reason. */
export interface Offer {
  readonly methods: readonly OfferedMethod[];
  readonly withheld: ReadonlyArray<{ readonly provider: string; readonly reason: WithheldReason }>;
}

/** One merchant's part of a combined order, as it is routed. */
export interface PartInputs {
  readonly partNo: string;
  readonly amountFen: Fen;
  /** The merchant's account, by provider. */
  readonly payees: Readonly<Record<string, string>>;
}

/** Where one merchant's part of a combined payment goes. */
export interface PartRoute {
  readonly partNo: string;
  readonly amountFen: Fen;
  readonly payee: string;
}

/** A routing decision with everything that decided it, kept with the payment (rule ROUTE-003). */
export interface RouteRecord extends Price {
  readonly function: string;
  readonly inputs: OfferInputs & {
    readonly chosen: string;
    readonly payees: Readonly<Record<string, string>>;
    readonly parts?: readonly PartInputs[];
  };
  readonly provider: string;
  readonly product: string;
  /** The account that receives the money: the selling merchant's (rule ROUTE-002); of a combined order, all of them. */
  readonly payee: string;
  /** Which account receives which part of a combined order. */
  readonly parts?: readonly PartRoute[];
}

/** Decides the offer from its declared inputs. */
export type OfferFunction = (inputs: OfferInputs) => Offer;

/** Names the routing function in records, so that an auditor knows which one decided. */
export const ROUTING_FUNCTION = 'merchant-order-then-eligible/2';

function withheldBecause(facts: ProviderFacts, inputs: OfferInputs, payableFen: Fen): WithheldReason | undefined {
  if (!facts.platformOptedIn) return 'platform-not-opted-in';
  if (!facts.providerOptedIn) return 'provider-not-opted-in';
  const standing = facts.lacks ?? facts.notOpen;
  if (standing !== undefined) return standing;
  if (!facts.inService) return 'out-of-service';
  if (payableFen < facts.minFen || payableFen > facts.maxFen) return 'amount-out-of-range';
  if (inputs.otherMerchantsMethods?.some((methods) => !methods.includes(facts.provider))) return 'not-every-merchant';
  if (inputs.otherMerchantsMethods && !facts.combinedProducts) return 'no-combined-payment';
  if (productFor(facts, inputs) === undefined) return 'device-not-served';
  return undefined;
}

/** The product of a provider that serves the order; a combined order needs one for combined payments. */
const productFor = (facts: ProviderFacts, { device, otherMerchantsMethods }: OfferInputs) =>
  (otherMerchantsMethods ? facts.combinedProducts : facts.products)?.[device];

/** The declared function: every enabled and usable provider, in the merchant's own order, and no other. */
export const offer: OfferFunction = (inputs) => {
  const methods: OfferedMethod[] = [];
  const withheld: Array<{ provider: string; reason: WithheldReason }> = [];
  for (const provider of inputs.merchantMethods) {
    const facts = inputs.providers.find((candidate) => candidate.provider === provider);
    if (!facts) continue;
    const price = priceOf(inputs.amountFen, facts.charges);
    const reason = withheldBecause(facts, inputs, price.payableFen);
    const product = productFor(facts, inputs);
    if (reason === undefined && product !== undefined) methods.push({ provider, product, ...price });
    else if (reason !== undefined) withheld.push({ provider, reason });
  }
  return { methods, withheld };
};

/** Routes the payer's own choice; undefined when it is not on offer. */
export function route(inputs: RouteRecord['inputs'], decide: OfferFunction = offer): RouteRecord | undefined {
  const method = decide(inputs).methods.find((candidate) => candidate.provider === inputs.chosen);
  if (!method) return undefined;
  const base = { function: ROUTING_FUNCTION, inputs, ...method };
  if (inputs.parts) {
    const parts = partRoutes(inputs.parts, inputs.chosen);
    return parts && { ...base, payee: parts.map(({ payee }) => payee).join('+'), parts };
  }
  const payee = inputs.payees[inputs.chosen];
  return payee === undefined ? undefined : { ...base, payee };
}

/** Each part goes to its own merchant's account; undefined when one of them has none at the provider. */
function partRoutes(parts: readonly PartInputs[], chosen: string): PartRoute[] | undefined {
  const routes = parts.flatMap(({ partNo, amountFen, payees }) => {
    const payee = payees[chosen];
    return payee === undefined ? [] : [{ partNo, amountFen, payee }];
  });
  return routes.length === parts.length ? routes : undefined;
}
