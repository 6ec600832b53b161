import { html } from 'hono/html';
import { override } from '../checkout/protocols/override';
import type { PaymentProtocol } from '../checkout/protocols/protocol';
import { cashierPage } from '../checkout/web/cashier-page';
import { formPage, type HandOverView, handOver, scanPage } from '../checkout/web/hand-over';
import { htmlAnswer, layout } from '../checkout/web/layout';
import { fen } from '../kernel/money';
import { engine } from '../providers/engine/engine';
import type { Defect } from './defect';

/** A page of the platform between the cashier and a provider's own page. */
function pageBetween({ language, provider, order }: HandOverView, url: string): Response {
  const text = language === 'en' ? 'You are leaving for' : '即将前往';
  const onward = html`<p>${text} ${provider[language]}</p><p><a href="${url}">${provider[language]}</a></p>`;
  return htmlAnswer(layout(language, provider[language], `/pay/${order.token}/go`, onward));
}

/** Hands over directly, but for addresses: a page of its own comes before them. */
const withPageBetween = async (view: HandOverView) =>
  view.handOff.type === 'redirect' ? pageBetween(view, view.handOff.url) : handOver(view);

/** The page with the code, changed; an address is opened as always. */
const withScanPage = (change: (page: string) => string) => async (view: HandOverView) =>
  view.handOff.type === 'qr' ? htmlAnswer(change(await scanPage(view, view.handOff.content))) : handOver(view);

/** Hands over directly, but a form waits until somebody presses its button. */
const withWaitingForm = async (view: HandOverView) =>
  view.handOff.type === 'form'
    ? htmlAnswer(formPage(view, view.handOff).replace(/<script>HTML.*?<\/script>/, ''))
    : handOver(view);

const WARNING = '<p role="alert">请谨慎使用该支付方式 / Use this method with care</p>';
const LAST_METHOD = /(<div class="method">(?:(?!<div class="method">)[\s\S])*)<\/fieldset>/;
const NAMES = /<label for="(method-[^"]+)">[^<]*<\/label>/g;

/** The same adapter, which asks for one fen more than it was told. */
const asksMore = (protocol: PaymentProtocol): PaymentProtocol =>
  override(protocol, { start: (request) => protocol.start({ ...request, amountFen: fen(request.amountFen + 1) }) });

/** Twins that set methods apart on the page or on the way, or do other than they showed. */
export const wayDefects: readonly Defect[] = [
  {
    id: 'asks-once-more',
    check: 'CHO-003/same-steps',
    reason: 'more-steps',
    level: 'page',
    what: { en: 'Asks once more before it goes to some providers', zh: '前往部分机构之前再次询问' },
    parts: { checkout: { handOver: withPageBetween } },
  },
  {
    id: 'draws-a-rival-smaller',
    check: 'CHO-003/same-prominence',
    reason: 'less-prominent',
    level: 'page',
    subtle: true,
    what: { en: 'Draws every method but the first in small grey type', zh: '除第一种方式外均以灰色小字显示' },
    parts: {
      checkout: {
        cashierPage: (view) =>
          cashierPage(view).replace('</style>', '.method~.method label{font-size:.75rem;color:#6b7280}</style>'),
      },
    },
  },
  {
    id: 'folds-one-away',
    check: 'CHO-003/none-folded-away-alone',
    reason: 'folded-away',
    collateral: ['CHO-003/same-prominence'],
    level: 'page',
    what: { en: 'Folds the last method away', zh: '将最后一种方式折叠' },
    parts: {
      checkout: {
        cashierPage: (view) =>
          cashierPage(view).replace(LAST_METHOD, '<details><summary>…</summary>$1</details></fieldset>'),
      },
    },
  },
  {
    id: 'hides-who-is-inside',
    check: 'CHO-003/inside-is-said',
    reason: 'inside-not-said',
    collateral: ['CHO-003/found-inside'],
    level: 'page',
    what: { en: 'Says nothing of who is found inside another cashier', zh: '不说明其他收银台内有哪些方式' },
    parts: { checkout: { cashierPage: (view) => cashierPage({ ...view, inside: [] }) } },
  },
  {
    id: 'passes-a-guest-off-as-its-own',
    check: 'CHO-003/inside-is-said',
    reason: 'inside-shown-as-own',
    collateral: ['CHO-003/found-inside'],
    level: 'page',
    what: { en: 'Lists who is inside another cashier as a method of its own', zh: '将其他收银台内的方式列为自有方式' },
    parts: {
      checkout: {
        cashierPage: (view) => {
          const [like] = view.offer.methods;
          const guests = (view.inside ?? []).flatMap(({ id }) => (like ? [{ ...like, provider: id }] : []));
          const names = Object.fromEntries((view.inside ?? []).map(({ id, name }) => [id, name]));
          const offer = { ...view.offer, methods: [...view.offer.methods, ...guests] };
          return cashierPage({ ...view, offer, names: { ...view.names, ...names }, inside: [] });
        },
      },
    },
  },
  {
    id: 'shuts-its-guests-out',
    check: 'CHO-003/found-inside',
    reason: 'not-found-inside',
    level: 'page',
    what: { en: 'A wallet that lets nobody else be chosen in its cashier', zh: '钱包收银台内不提供其他方式' },
    parts: { providers: { walletView: ({ sources: _, ...view }) => view } },
  },
  {
    id: 'charges-its-own-wallet-instead',
    check: 'CHO-003/found-inside',
    reason: 'guest-did-not-pay',
    level: 'logic',
    subtle: true,
    what: { en: 'A wallet that charges its own account when another was chosen', zh: '选择其他方式后仍从自有钱包扣款' },
    parts: {
      providers: {
        engine: (trade, command, rules) => {
          if (command.type !== 'pay') return engine(trade, command, rules);
          const { from: _, ...own } = command;
          return engine(trade, own, rules);
        },
      },
    },
  },
  {
    id: 'puts-a-page-between',
    check: 'CHO-006/opens-directly',
    reason: 'page-between',
    level: 'page',
    what: { en: 'Puts a page of its own before the pages of some providers', zh: '在部分机构的页面之前插入自己的页面' },
    parts: { checkout: { handOver: withPageBetween } },
  },
  {
    id: 'waits-with-the-form',
    check: 'CHO-006/opens-directly',
    reason: 'page-between',
    level: 'page',
    subtle: true,
    what: { en: 'Lets payers press once more where a provider wants a form', zh: '提交表单的机构需付款人再点一次按钮' },
    parts: { checkout: { handOver: withWaitingForm } },
  },
  {
    id: 'makes-the-payer-copy',
    check: 'CHO-006/opens-directly',
    reason: 'copying-needed',
    level: 'page',
    subtle: true,
    what: { en: 'Shows the code as text alone, to be copied by hand', zh: '二维码只以文字显示，需手工复制' },
    parts: { checkout: { handOver: withScanPage((page) => page.replace(/<svg[\s\S]*?<\/svg>/, '')) } },
  },
  {
    id: 'warns-of-one-provider',
    check: 'CHO-006/no-warning-for-one',
    reason: 'warned-of-one',
    level: 'page',
    what: { en: 'Warns of the providers that hand out a code', zh: '仅对使用二维码的机构给出警示' },
    parts: { checkout: { handOver: withScanPage((page) => page.replace('<dl>', `${WARNING}<dl>`)) } },
  },
  {
    id: 'names-itself-as-payee',
    check: 'CHO-007/shown-before-confirming',
    reason: 'payee-not-shown',
    level: 'page',
    what: { en: 'Names the platform on the page and not the merchant', zh: '页面上的收款方写成平台而非商户' },
    parts: {
      checkout: {
        cashierPage: (view) => cashierPage({ ...view, merchant: { en: 'The Platform', zh: '平台' } }),
      },
    },
  },
  {
    id: 'executes-one-fen-more',
    check: 'CHO-007/executed-equals-shown',
    reason: 'executed-otherwise',
    level: 'wire',
    what: { en: 'Asks the provider for one fen more than it showed', zh: '向支付机构请求的金额比所示多一分' },
    parts: { checkout: { wrapProtocol: asksMore } },
  },
  {
    id: 'confirms-whatever-comes',
    check: 'CHO-007/change-stops',
    reason: 'went-on-after-change',
    level: 'logic',
    what: { en: 'Goes on with a page that has been overtaken', zh: '页面内容已变化仍继续执行' },
    parts: { checkout: { confirms: () => true } },
  },
  {
    id: 'stops-without-a-word',
    check: 'CHO-007/change-stops',
    reason: 'change-not-told',
    level: 'page',
    subtle: true,
    what: {
      en: 'Stops, and shows the page again as if nothing had happened',
      zh: '停止付款却不作任何说明，直接重新显示页面',
    },
    parts: { checkout: { cashierPage: (view) => cashierPage({ ...view, alert: undefined }) } },
  },
  {
    id: 'wallet-names-another-payee',
    check: 'CHO-007/wallet-shows-the-same',
    reason: 'payee-not-shown',
    level: 'page',
    what: { en: 'The wallet names its own house as payee', zh: '钱包把自己写成收款方' },
    parts: { providers: { walletView: (view) => ({ ...view, payeeName: view.wallet }) } },
  },
  {
    id: 'names-methods-in-one-language',
    check: 'CHO-009/named-in-its-language',
    reason: 'not-named',
    level: 'page',
    what: { en: 'Names methods by numbers to whoever listens', zh: '读屏时支付方式只有编号' },
    parts: {
      checkout: {
        cashierPage: (view) => {
          let number = 0;
          return cashierPage(view).replaceAll(NAMES, (label) => {
            number += 1;
            return label.replace('<label ', `<label aria-label="${number}" `);
          });
        },
      },
    },
  },
  {
    id: 'leaves-the-keyboard-out',
    check: 'CHO-009/keyboard-picks-all',
    reason: 'keyboard-misses',
    level: 'page',
    what: { en: 'Draws methods that only a mouse can pick', zh: '支付方式只能用鼠标选择' },
    parts: {
      checkout: { cashierPage: (view) => cashierPage(view).replaceAll('<input type="radio"', '$& tabindex="-1"') },
    },
  },
  {
    id: 'cannot-bear-large-type',
    check: 'CHO-009/large-type-fits',
    reason: 'runs-off-the-page',
    level: 'page',
    what: { en: 'Has a page of a fixed width, measured in letters', zh: '页面宽度固定，字号放大后超出屏幕' },
    parts: {
      checkout: {
        cashierPage: (view) => cashierPage(view).replace('</style>', 'main{width:48rem;max-width:none}</style>'),
      },
    },
  },
];
