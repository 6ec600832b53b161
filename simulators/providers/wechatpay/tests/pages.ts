import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { parse } from 'node-html-parser';
import { MINUTE_MS, SECOND_MS } from '../../../kernel/time';
import { H5_TEXTS } from '../h5';
import { INVOCATION_TEXTS } from '../invocation';
import { type Bench, openBench, type Reply } from './bench';
import { signature } from './by-hand';
import { H5_SCENE, order, place } from './calls';

const PHONE = { referer: 'https://shop.example/pay', 'user-agent': 'Mozilla/5.0 (Linux; Android 14) Mobile' };
const IPHONE = { ...PHONE, 'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0)' };

const said = ({ text }: Reply) => parse(text).querySelector('main')?.text ?? '';
const backOf = ({ text }: Reply) =>
  parse(text)
    .querySelectorAll('main a[href]')
    .find((link) => link.text === '返回商家')
    ?.getAttribute('href') ?? '';
const linkOf = ({ text }: Reply) => parse(text).querySelector('main a[href]')?.getAttribute('href') ?? '';

describe('the H5 page', () => {
  let bench: Bench;
  let target: string;
  const h5 = async (on: Bench, number: string, scene: object = H5_SCENE): Promise<string> => {
    const { json } = await place(on, 'h5', order(on, number, { scene_info: scene }));
    const { pathname, search, origin } = new URL(json.h5_url);
    assert.equal(origin, 'https://wx.tenpay.com');
    return pathname + search;
  };
  const shows = async (path: string, headers: Record<string, string>, text: string, on = bench) => {
    const page = await on.open(path, headers);
    assert.ok(said(page).includes(text), `${text} not in: ${said(page)}`);
    assert.equal(linkOf(page), '', 'a refusal leads nowhere');
  };
  before(async () => {
    bench = await openBench();
    target = await h5(bench, 'H5-0001');
  });

  it('leads to the wallet, and from there to the way back, encoded or without one', async () => {
    const back = 'https://shop.example/done?order=1&from=pay';
    const page = await bench.open(`${target}&redirect_url=${encodeURIComponent(back)}`, PHONE);
    const { searchParams } = new URL(linkOf(page), 'https://x');
    assert.equal(searchParams.get('back'), back);
    assert.match(said(page), /weixin:\/\/wap\/pay\?prepayid%3Dwx[0-9a-f]+&package=\d+&noncestr=\d+&sign=[0-9a-f]{32}/);
    assert.ok(linkOf(await bench.open(target, PHONE)).startsWith('/sim/wallet?code=wx'));
  });

  it('wants to be opened from a page of a registered domain, written as registered', async () => {
    const { referer: _, ...bare } = PHONE;
    await shows(target, bare, H5_TEXTS.noReferer);
    for (const referer of [
      'https://other.example/',
      'https://Shop.example/',
      'https://shop.example.evil/',
      'https://evil/shop.example',
    ]) {
      await shows(target, { ...PHONE, referer }, H5_TEXTS.foreignDomain);
    }
    await shows(`${target}&redirect_url=https%3A%2F%2Fother.example`, PHONE, H5_TEXTS.foreignDomain);
    await shows(target, { ...PHONE, 'user-agent': 'Mobile MicroMessenger/8.0' }, H5_TEXTS.insideWechat);
  });

  it('wants its address as it was handed out', async () => {
    const [path = '', query = ''] = target.split('?');
    const altered = [
      `${path}?${query.replace(/package=\d/, 'package=')}`,
      `${path}?${query.split('&')[0]}`,
      `${path}?${query.split('&').reverse().join('&')}`,
      `${target}&utm_source=x`,
      `${target}&redirect_url=https://shop.example/done`,
      `${target}&redirect_url=https%3A%2F%2Fshop.example%2F?a=1&b=2`,
      `${path}?prepay_id=wx20261124000000000&package=1`,
      path,
    ];
    for (const address of altered) {
      await shows(address, PHONE, H5_TEXTS.altered.android);
      await shows(address, IPHONE, H5_TEXTS.altered.ios);
    }
    const { code_url } = (await place(bench, 'native', order(bench, 'H5-0002'))).json;
    await shows(`${path}?prepay_id=${encodeURIComponent(code_url)}&package=1`, IPHONE, H5_TEXTS.altered.ios);
  });

  it('lives five minutes, and a repeated order gives another', async () => {
    const on = await openBench();
    const first = await h5(on, 'H5-0003');
    await on.clock.advance(5 * MINUTE_MS);
    const wallet = linkOf(await on.open(first, PHONE));
    assert.notEqual(wallet, '');
    await on.clock.advance(SECOND_MS);
    await shows(first, PHONE, H5_TEXTS.expired, on);
    const again = await h5(on, 'H5-0003');
    assert.notEqual(again, first);
    assert.notEqual(linkOf(await on.open(again, PHONE)), '');
  });

  it('wants the payer’s own address in the order: the loopback is nobody’s', async () => {
    const answers = async (chosen: string) => {
      const on = await openBench({ h5RefusedAddresses: chosen });
      const passes = [];
      for (const ip of [
        '127.0.0.1',
        '::1',
        '::ffff:127.0.0.1',
        'localhost',
        '192.168.1.7',
        'fd00::1',
        '203.0.113.7',
        '2001:db8::1',
      ]) {
        const scene = { ...H5_SCENE, payer_client_ip: ip };
        const page = await on.open(await h5(on, `H5-IP-${passes.length}`, scene), PHONE);
        if (linkOf(page) === '') assert.ok(said(page).includes(H5_TEXTS.address));
        passes.push(linkOf(page) !== '');
      }
      return passes;
    };
    const [no, yes] = [false, true];
    assert.deepEqual(await answers('loopback'), [no, no, no, no, yes, yes, yes, yes]);
    assert.deepEqual(await answers('loopback-and-private'), [no, no, no, no, no, no, yes, yes]);
    assert.deepEqual(await answers('none'), new Array(8).fill(true));
  });

  it('may compare the family of the order’s address with that of the payer', async () => {
    const on = await openBench({ h5AddressFamily: 'compared' });
    const page = await h5(on, 'H5-0004');
    await shows(page, { ...PHONE, 'x-forwarded-for': '2001:db8::1, 203.0.113.1' }, H5_TEXTS.otherAddress, on);
    assert.notEqual(linkOf(await on.open(page, { ...PHONE, 'x-forwarded-for': '198.51.100.1' })), '');
    assert.notEqual(linkOf(await on.open(page, PHONE)), '', 'an address that nobody names is not compared');
  });
});

describe('the wallet', () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench();
  });
  const code = async (number: string) => (await place(bench, 'native', order(bench, number))).json.code_url as string;
  const wallet = (given: Record<string, string>) => `/sim/wallet?${new URLSearchParams(given)}`;
  const press = (given: string, outcome: string, payer = 'li-na', back = '') =>
    bench.open('/sim/wallet', { 'accept-language': 'zh-CN' }, { code: given, payer, outcome, back });
  const state = (number: string) => bench.provider.book.byOutTradeNo(bench.direct.mchid, number)?.status;

  it('shows payee, amount and purpose, whatever form the code has', async () => {
    const { prepay_id } = (await place(bench, 'app', order(bench, 'WALLET-1', { description: '<b>茶</b>' }))).json;
    for (const given of [
      prepay_id,
      `prepay_id=${prepay_id}`,
      `weixin://wap/pay?prepayid%3D${prepay_id}&package=1&sign=x`,
    ]) {
      const page = await bench.open(wallet({ code: given }));
      assert.deepEqual(
        parse(page.text)
          .querySelectorAll('dd')
          .map(({ text }) => text)
          .slice(0, 3),
        ['直连商户', '¥128.50', '<b>茶</b>'],
      );
      assert.match(page.text, /确认支付/);
    }
    assert.match((await bench.open('/sim/wallet', { 'accept-language': 'en' })).text, /Code of the merchant/);
    assert.equal((await bench.open(wallet({ code: 'nothing' }))).status, 404);
  });

  it('leaves the order open whenever the payer does not pay', async () => {
    const given = await code('WALLET-2');
    for (const [outcome, text] of [
      ['declined', '未支付'],
      ['insufficient-balance', '余额不足'],
      ['wrong-password', '支付密码错误'],
      ['', '未支付'],
    ]) {
      assert.ok(said(await press(given, outcome ?? '')).includes(text ?? ''));
      assert.equal(state('WALLET-2'), 'open');
    }
    assert.ok(said(await press(given, 'paid', 'wang-wei')).includes('商家订单信息有误，请重新下单支付'));
    assert.ok(said(await press(given, 'paid', 'nobody')).includes('未支付'));
    assert.ok(said(await press(given, 'paid')).includes('支付成功'));
    assert.ok(said(await press(given, 'paid')).includes('该订单已支付'));
    assert.equal(state('WALLET-2'), 'paid');
    assert.equal(bench.provider.ledger.postings().length, 1);
  });

  it('leads back to web addresses only', async () => {
    const given = await code('WALLET-3');
    assert.equal(backOf(await press(given, 'declined', 'li-na', 'https://shop.example/x')), 'https://shop.example/x');
    assert.equal(backOf(await press(given, 'declined', 'li-na', 'javascript:alert(1)')), '');
  });

  it('lets whoever failed try again, and offers nothing that is over', async () => {
    const given = await code('WALLET-4');
    const opened = wallet({ code: given });
    const failed = await press(given, 'insufficient-balance');
    assert.equal(linkOf(failed), opened);
    const open = (address = opened) => bench.open(address, { 'accept-language': 'zh-CN' });
    assert.match((await open()).text, /确认支付/);
    assert.ok(said(await press(given, 'paid')).includes('支付成功'));
    for (const page of [await open(), await press(given, 'paid'), await press(given, 'declined')]) {
      assert.ok(said(page).includes('该订单已支付'));
      assert.doesNotMatch(page.text, /确认支付|未支付|重新支付/);
    }
    const left = await code('WALLET-5');
    const trade = bench.provider.book.byOutTradeNo(bench.direct.mchid, 'WALLET-5');
    assert.ok(bench.provider.book.apply(trade, { type: 'close', at: bench.provider.book.settings.clock.now() }).ok);
    for (const page of [await open(wallet({ code: left })), await press(left, 'paid')]) {
      assert.ok(said(page).includes('该订单已失效'));
      assert.doesNotMatch(page.text, /确认支付|重新支付/);
    }
  });

  it('takes an empty password for none, and a wrong one for wrong', async () => {
    const given = await code('WALLET-6');
    const typed = (password: string) =>
      bench.open(
        '/sim/wallet',
        { 'accept-language': 'zh-CN' },
        { code: given, payer: 'li-na', outcome: 'paid', password },
      );
    assert.ok(said(await typed('guess')).includes('支付密码错误'));
    assert.equal(state('WALLET-6'), 'open');
    assert.ok(said(await typed('')).includes('支付成功'));
  });

  describe('opened by a page or an app of the merchant', () => {
    const timestamp = '1790000000';
    const sign = (text: string, caller = bench.direct) => signature(caller, text);
    const jsapi = async (number: string, change: Record<string, string> = {}, last?: string) => {
      const { appid } = bench.direct;
      const openid = bench.provider.payers.identifier('li-na', appid);
      const { prepay_id } = (await place(bench, 'jsapi', order(bench, number, { payer: { openid } }))).json;
      const invoked = `prepay_id=${prepay_id}`;
      const given = { appId: appid, timeStamp: timestamp, nonceStr: 'n', package: invoked, signType: 'RSA', ...change };
      const paySign = change['paySign'] ?? sign(`${given.appId}\n${given.timeStamp}\nn\n${last ?? given.package}\n`);
      return bench.open(wallet({ ...given, paySign }));
    };
    const app = async (number: string, change: Record<string, string> = {}, last?: string) => {
      const { appid, mchid } = bench.direct;
      const { prepay_id } = (await place(bench, 'app', order(bench, number))).json;
      const given = {
        appid,
        partnerid: mchid,
        prepayid: prepay_id,
        package: 'Sign=WXPay',
        noncestr: 'n',
        timestamp,
        ...change,
      };
      const text = `${appid}\n${given.timestamp}\nn\n${last === undefined ? prepay_id : last + prepay_id}\n`;
      return bench.open(wallet({ ...given, sign: sign(text) }));
    };
    const refused = (reply: Reply, text: string) => {
      assert.equal(reply.status, 400);
      assert.ok(said(reply).includes(text), said(reply));
    };

    it('opens when the merchant has signed the four lines of its kind', async () => {
      for (const page of [await jsapi('INVOKE-1'), await app('INVOKE-2')]) assert.match(page.text, /¥128\.50/);
    });

    it('stays shut when the fourth line is the other kind’s', async () => {
      refused(await jsapi('INVOKE-1', {}, 'wx1'), INVOCATION_TEXTS.signature);
      refused(await app('INVOKE-2', {}, 'prepay_id='), INVOCATION_TEXTS.signature);
    });

    it('stays shut for another application, another key, a missing member, milliseconds', async () => {
      refused(await jsapi('INVOKE-1', { appId: bench.partner.appid }), INVOCATION_TEXTS.application);
      refused(await jsapi('INVOKE-1', { paySign: signature(bench.partner, 'text') }), INVOCATION_TEXTS.signature);
      refused(await jsapi('INVOKE-1', { paySign: '%%' }), INVOCATION_TEXTS.signature);
      refused(await jsapi('INVOKE-1', { signType: 'MD5' }), INVOCATION_TEXTS.missing);
      refused(await jsapi('INVOKE-1', { package: 'wx1' }), INVOCATION_TEXTS.missing);
      refused(await jsapi('INVOKE-1', { timeStamp: `${timestamp}000` }), INVOCATION_TEXTS.missing);
      refused(await app('INVOKE-2', { package: 'prepay_id=x' }), INVOCATION_TEXTS.missing);
      refused(await app('INVOKE-2', { prepayid: '' }), INVOCATION_TEXTS.missing);
    });
  });
});
