import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import * as ts from 'typescript';
import { defects } from '../../simulators/defects';
import { REASONS, sentence, TROUBLES } from './reasons';
import { hasWording } from './values';

const JUDGES = join(__dirname, '..', 'judges');

const sources = readdirSync(JUDGES)
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => ts.createSourceFile(name, readFileSync(join(JUDGES, name), 'utf8'), ts.ScriptTarget.Latest, true));

function nodes(root: ts.Node): ts.Node[] {
  const found: ts.Node[] = [root];
  root.forEachChild((child) => {
    found.push(...nodes(child));
  });
  return found;
}

const all = sources.flatMap(nodes);

/** Codes of the reasons that a scenario or a run gives, not a judge. */
const OF_THE_RUN = [
  'nothing-judged',
  'nothing-to-judge',
  'prerequisite-missing',
  'check-not-emitted',
  'zero-checks',
  'entrance-not-tried',
];

/** The literal types of a union such as the one that `mismatch` returns: what may stand in a template. */
const unionMembers = all
  .filter(ts.isUnionTypeNode)
  .flatMap(({ types }) => types)
  .flatMap((type) => (ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal) ? [type.literal.text] : []));

/** The texts that an expression can be; a template stands for each text that can be put into its one gap. */
function texts(node: ts.Expression, fillers: readonly string[]): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse].flatMap((each) => texts(each, fillers));
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken)
    return [node.left, node.right].flatMap((each) => texts(each, fillers));
  if (!ts.isTemplateExpression(node)) return [];
  return fillers.map((filler) => node.head.text + filler + (node.templateSpans[0]?.literal.text ?? ''));
}

/** Functions with a parameter of that name, and its place among the parameters. */
const taking = (parameter: string) =>
  all.flatMap((node) => {
    if (!ts.isFunctionDeclaration(node) && !ts.isArrowFunction(node)) return [];
    const place = node.parameters.findIndex(({ name }) => name.getText() === parameter);
    const named = ts.isFunctionDeclaration(node)
      ? node.name
      : ts.isVariableDeclaration(node.parent)
        ? node.parent.name
        : undefined;
    return place < 0 || named === undefined ? [] : [{ name: named.getText(), place, file: node.getSourceFile() }];
  });

/** Every text that a judge gives to a member: in an object, in a variable of its name, or through a parameter of its name. */
function given(member: string, fillers: readonly string[] = unionMembers): string[] {
  const functions = taking(member);
  return all.flatMap((node) => {
    const isMember =
      (ts.isPropertyAssignment(node) || ts.isVariableDeclaration(node)) && node.name.getText() === member;
    if (isMember && node.initializer) return texts(node.initializer, fillers);
    if (!ts.isCallExpression(node)) return [];
    const called = functions.find(
      ({ name, file }) => name === node.expression.getText() && file === node.getSourceFile(),
    );
    const argument = called && node.arguments[called.place];
    return argument ? texts(argument, fillers) : [];
  });
}

const codes = [...new Set(given('reason'))].sort();

describe('the wording of reasons', () => {
  it('finds the codes that judges give, however they give them', () => {
    const ways = [
      'charged-twice',
      'silence-taken-as-paid',
      'usable-method-missing',
      'gap-not-found',
      'acted-on-wrong-payee',
      'payee-is-the-platform',
    ];
    for (const code of ways) assert.ok(codes.includes(code), code);
    assert.ok(codes.length > 45, `${codes.length} codes`);
  });

  it('has a sentence for every code of every judge', () => {
    assert.deepEqual(
      codes.filter((code) => !REASONS[code]),
      [],
    );
  });

  it('has no sentence that nobody says', () => {
    const said = new Set([...codes, ...OF_THE_RUN]);
    assert.deepEqual(
      Object.keys(REASONS).filter((code) => !said.has(code)),
      [],
    );
  });

  it('has a sentence for the reason with which each broken twin must be caught', () => {
    assert.deepEqual(
      defects.filter(({ reason }) => !codes.includes(reason)).map(({ id }) => id),
      [],
    );
  });

  it('has both languages, with the same gaps', () => {
    const gaps = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
    for (const [code, { en, zh }] of [...Object.entries(REASONS), ...Object.entries(TROUBLES)]) {
      assert.match(zh, /[\u4e00-\u9fff]/, code);
      assert.deepEqual(gaps(zh), gaps(en), code);
    }
  });

  it('speaks of providers, parties and messages by their names', () => {
    const about = { provider: 'wechatpay, alipay', merchant: 'tea-house' };
    assert.equal(sentence('usable-method-missing', about, 'zh'), '商户 tea-house 的收银台没有展示 微信支付、支付宝');
    assert.equal(
      sentence('usable-method-missing', about),
      'the cashier of merchant tea-house did not show WeChat Pay, Alipay',
    );
    const lost = { party: 'platform', message: 'notice.payment' };
    assert.equal(sentence('unknown-key-accepted', lost, 'zh'), '平台 接受了使用未知密钥标识的 付款通知');
  });

  it('calls what was thrown without a code an unforeseen error', () => {
    assert.equal(sentence('TypeError', {}, 'zh'), '步骤发生未预见的错误');
    assert.equal(sentence('UNDEFINED'), 'a step is not defined');
  });
});

describe('the wording of what was expected and seen', () => {
  it('has Chinese for every phrase of every judge', () => {
    const unworded = (filler: readonly string[]) =>
      new Set([...given('expected', filler), ...given('seen', filler)].filter((phrase) => !hasWording(phrase)));
    const literal = unworded([]);
    assert.ok(given('expected').includes('a refusal') && given('expected').includes('no provider: nobody chose'));
    assert.deepEqual([...literal], []);
    // A gap is filled by a number or by what a notice can be wrong in; one of the two must give words.
    const [withNumber, withWord] = [unworded(['7']), unworded(unionMembers)];
    const stem = (phrase: string) => phrase.replace(/7|order|amount|payee|application/, '…');
    const words = new Set([...withWord].map(stem));
    assert.deepEqual(
      [...withNumber].map(stem).filter((phrase) => words.has(phrase)),
      [],
    );
  });
});
