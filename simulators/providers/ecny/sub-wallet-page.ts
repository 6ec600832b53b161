import type { Hono } from 'hono';
import { html } from 'hono/html';
import { incoming } from '../../network/message';
import { htmlAnswer, type Language, languageOf, page } from '../pages';
import type { SimDesk } from '../sim-profile/desk';
import type { SubWallets } from './sub-wallets';

export const SUB_WALLET_PATH = '/sim/sub-wallets';

const WORDS = {
  en: {
    title: 'Sub-wallets',
    payer: 'Wallet of',
    appId: 'Application of the platform',
    userId: 'Your user name at the platform',
    push: 'Push a sub-wallet',
    pushed: 'Pushed to platforms',
    none: 'Nothing was pushed to a platform.',
    revoke: 'Take back',
    wrong: 'Found no such user or application.',
  },
  zh: {
    title: '子钱包',
    payer: '钱包所属用户',
    appId: '平台应用编号',
    userId: '在平台的用户名',
    push: '推送子钱包',
    pushed: '已推送至平台',
    none: '尚未推送子钱包。',
    revoke: '关闭',
    wrong: '没有此用户或应用。',
  },
} as const;

function listPage(language: Language, desk: SimDesk, wallets: SubWallets, alert = ''): string {
  const words = WORDS[language];
  const { people } = desk.context;
  const options = people.map((person) => html`<option value="${person}">${person}</option>`);
  const entries = people.flatMap((person) => wallets.of(person));
  const rows = entries.map(
    ({
      token,
      person,
      appId,
      userId,
    }) => html`<li>${person} · ${appId} · ${userId}<br><code data-fact="token">${token}</code>
<form method="post" action="${SUB_WALLET_PATH}"><input type="hidden" name="revoke" value="${token}"><button>${words.revoke}</button></form></li>`,
  );
  const list = rows.length === 0 ? html`<p>${words.none}</p>` : html`<h2>${words.pushed}</h2><ul>${rows}</ul>`;
  return page(
    language,
    `${desk.profile.name[language]} ${words.title}`,
    html`${alert === '' ? '' : html`<p role="alert">${alert}</p>`}
<form method="post" action="${SUB_WALLET_PATH}">
<p><label for="payer">${words.payer}</label><select id="payer" name="payer">${options}</select></p>
<p><label for="appId">${words.appId}</label><input id="appId" name="appId" required></p>
<p><label for="userId">${words.userId}</label><input id="userId" name="userId" required pattern="[0-9A-Za-z_\\-]{1,64}"></p>
<p><button>${words.push}</button></p></form>${list}`,
  );
}

/** The wallet's page on which a person pushes a sub-wallet to a platform, and takes it back. */
export function mountSubWallets(app: Hono, desk: SimDesk, wallets: SubWallets): void {
  app.get(SUB_WALLET_PATH, (context) => htmlAnswer(listPage(languageOf(context.req.raw.headers), desk, wallets)));

  app.post(SUB_WALLET_PATH, async (context) => {
    const { headers, body } = await incoming(context.req.raw);
    const language = languageOf(headers);
    const form = new URLSearchParams(Buffer.from(body).toString('utf8'));
    const token = form.get('revoke');
    if (token !== null) {
      wallets.revoke(token);
      return htmlAnswer(listPage(language, desk, wallets));
    }
    const [payer, appId, userId] = ['payer', 'appId', 'userId'].map((name) => form.get(name) ?? '');
    const known = desk.context.people.includes(payer ?? '') && desk.register.app(appId) !== undefined;
    if (!known || !/^[0-9A-Za-z_-]{1,64}$/.test(userId ?? ''))
      return htmlAnswer(listPage(language, desk, wallets, WORDS[language].wrong), 400);
    wallets.push(payer ?? '', appId ?? '', userId ?? '');
    return htmlAnswer(listPage(language, desk, wallets));
  });
}
