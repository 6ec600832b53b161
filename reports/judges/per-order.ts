import type { Finding, Judgement } from './judge';
import type { CaseView, OrderCase } from './view';

/** Runs a look at every order of the case that the platform has spoken of. */
export function perOrder(view: CaseView, look: (order: OrderCase) => readonly Finding[] | undefined): Judgement {
  const findings: Finding[] = [];
  let observed = 0;
  for (const order of view.orders.values()) {
    const found = order.state ? look(order) : undefined;
    if (found === undefined) continue;
    observed += 1;
    findings.push(...found);
  }
  return { observed, findings };
}
