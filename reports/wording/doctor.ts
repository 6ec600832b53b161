import type { Language } from '../formats/text';

/** How an examination ended. */
export type Health = 'ok' | 'note' | 'problem';

/** The words for how it ended, first on each line. */
export const HEALTH_WORDS: Readonly<Record<Language, Readonly<Record<Health, string>>>> = {
  en: { ok: 'ok', note: 'note', problem: 'PROBLEM' },
  zh: { ok: '正常', note: '提示', problem: '问题' },
};

/** What the doctor says of each thing; `{name}` is filled from the finding. */
export const DOCTOR_WORDS = {
  'node-fits': { en: 'Node {version}', zh: 'Node {version}' },
  'node-too-old': {
    en: 'Node {version} is too old. Install Node 24, or run "npm ci" on linux-x64, which brings it',
    zh: 'Node {version} 版本过低。请安装 Node 24；在 linux-x64 上执行 "npm ci" 会自动带来',
  },
  'packages-fit': { en: 'packages: all {count} are installed as declared', zh: '依赖包：{count} 个均已按声明安装' },
  'package-missing': {
    en: 'packages: {names} missing. Run "npm ci" in {root}',
    zh: '依赖包：缺少 {names}。请在 {root} 执行 "npm ci"',
  },
  'package-differs': {
    en: 'packages: {names} differ from package.json. Run "npm ci" in {root}',
    zh: '依赖包：{names} 与 package.json 不一致。请在 {root} 执行 "npm ci"',
  },
  'development-package-missing': {
    en: 'packages: {names} missing, which only "npm test" needs. Run "npm ci" in {root} for them',
    zh: '依赖包：缺少 {names}，仅 "npm test" 需要。如需要，请在 {root} 执行 "npm ci"',
  },
  'browser-works': {
    en: 'browser: Chromium {version} starts and opens a page ({way}: {path})',
    zh: '浏览器：Chromium {version} 能启动并打开页面（{way}：{path}）',
  },
  'browser-passed-over': {
    en: 'browser: passed over, because it does not start: {what}',
    zh: '浏览器：因无法启动而跳过：{what}',
  },
  'browser-unusable': { en: 'browser: {why}', zh: '浏览器不可用：{why}' },
  'no-chinese-font': {
    en: 'fonts: none for Chinese, so pictures of pages show boxes; verdicts do not depend on it. On Debian: "apt-get install fonts-wqy-microhei"',
    zh: '字体：没有中文字体，页面截图中的汉字显示为方框，不影响判定。Debian 上可执行 "apt-get install fonts-wqy-microhei"',
  },
  'java-there': {
    en: 'Java: {version}; the Allure page comes from allure-commandline',
    zh: 'Java：{version}；Allure 页面由 allure-commandline 生成',
  },
  'java-absent': {
    en: 'Java: none; the Allure page comes from the generator that needs none. Nothing to do',
    zh: 'Java：未安装；Allure 页面改由不需要 Java 的生成器生成，无需处理',
  },
  'output-writable': { en: 'output folder: {folder} can be written', zh: '输出目录：{folder} 可写' },
  'output-not-writable': {
    en: 'output folder: {folder} cannot be written ({why}). Change its rights, or give another one with --out',
    zh: '输出目录：{folder} 不可写（{why}）。请修改权限，或用 --out 指定其他目录',
  },
  'loopback-open': {
    en: 'network: a port of 127.0.0.1 opens and answers',
    zh: '网络：可以在 127.0.0.1 上监听端口并得到应答',
  },
  'loopback-closed': {
    en: 'network: no port of 127.0.0.1 can be used ({why}). Allow local connections for this program',
    zh: '网络：无法使用 127.0.0.1 上的端口（{why}）。请允许本程序的本机连接',
  },
  'crypto-works': {
    en: 'cryptography: OpenSSL {version} signs, verifies and decrypts what the providers use',
    zh: '密码算法：OpenSSL {version} 支持各机构所用的签名、验签与解密',
  },
  'crypto-lacks': {
    en: 'cryptography: OpenSSL {version} lacks {names}. Use the Node that "npm ci" brings, or one without a FIPS policy',
    zh: '密码算法：OpenSSL {version} 不支持 {names}。请使用 "npm ci" 带来的 Node，或未启用 FIPS 策略的 Node',
  },
  'storage-works': { en: 'storage: SQLite {version}', zh: '存储：SQLite {version}' },
  'storage-fails': {
    en: 'storage: the built-in SQLite does not work ({why}). Use Node 24',
    zh: '存储：内置 SQLite 无法使用（{why}）。请使用 Node 24',
  },
} as const satisfies Record<string, Record<Language, string>>;

/** What the doctor found, as a code. */
export type DoctorCode = keyof typeof DOCTOR_WORDS;

/** One thing that was examined. */
export interface DoctorFinding {
  readonly health: Health;
  readonly code: DoctorCode;
  /** What fills the gaps of the sentence. */
  readonly facts: Readonly<Record<string, string>>;
}

/** The sentence of a finding. */
export function doctorSentence({ code, facts }: DoctorFinding, language: Language): string {
  return DOCTOR_WORDS[code][language].replaceAll(/\{(\w+)\}/g, (_, name: string) => facts[name] ?? '?');
}
