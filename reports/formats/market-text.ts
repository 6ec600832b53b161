import { cityNamed } from '../../simulators/market/cities';
import type { MarketDay, MethodOfDay, RecognitionOfDay, Standing } from '../../simulators/market/day';
import { marketFacts } from '../../simulators/market/facts';
import { participantNamed, participants } from '../../simulators/market/participants';
import { CODE_KINDS, type Conditions } from '../../simulators/market/relations';
import { MARKET_WORDS, STATE_WORDS } from '../wording/market';
import { type Language, pad, textWidth } from './text';

const nameOf = (id: string, language: Language) => participantNamed(id)?.name[language] ?? id;

/** Stands where a relation rests on no fact of the market. */
const HOUSE = 'HOUSE';

/** Rows under a head, each column as wide as its widest cell. */
function table(rows: ReadonlyArray<readonly string[]>): string {
  const columns = Math.max(...rows.map(({ length }) => length));
  const widths = Array.from({ length: columns }, (_, i) => Math.max(...rows.map((row) => textWidth(row[i] ?? ''))));
  return rows
    .map((row) =>
      row
        .map((cell, i) => pad(cell, widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function conditionWords(given: Conditions, language: Language): string[] {
  const words = MARKET_WORDS[language];
  const { merchantShare, cities, entrances, codeKinds } = given;
  const cityNames = Array.isArray(cities) ? cities.map((id) => cityNamed(id)?.name[language] ?? id) : [];
  return [
    ...(merchantShare === undefined ? [] : [words.share(merchantShare)]),
    ...(cities === 'provincial-capitals' ? [words.capitals] : []),
    ...(cityNames.length === 0 ? [] : [words.cities(cityNames.join(words.between))]),
    ...(entrances ? [words.entrances(entrances.join(words.between))] : []),
    ...(codeKinds ? [words.kinds(codeKinds.map((kind) => words[kind]).join(words.between))] : []),
  ];
}

/** How something stands: the state, whom it reaches, and what is not known. */
function stateText({ state, opens, reach, setting }: Standing, language: Language): string {
  const words = MARKET_WORDS[language];
  const { note, ...given } = reach ?? {};
  const told = note ? [note[language]] : conditionWords(given, language);
  const ours = setting ? [`${words.setting}${words.colon}${conditionWords(setting, language).join(words.comma)}`] : [];
  const opening = opens === undefined ? [] : [opens === null ? words.opensSomeDay : words.opens(opens)];
  const more = [...opening, ...told, ...ours];
  const text = STATE_WORDS[state][language];
  return more.length === 0 ? text : text + words.bracketed(more.join(words.semicolon));
}

function sinceText({ since, from, daySetByUs }: Standing, language: Language): string {
  const words = MARKET_WORDS[language];
  if (!daySetByUs) return from;
  return words.setByUs(since ?? `${words.noDay}${words.colon}${from}`);
}

/** The id of a market fact, or of our own data where none stands behind it, with how sure it is. */
const sourceText = ({ source, mark }: Standing) => `${marketFacts[source] ? source : HOUSE} [${mark}]`;

function methodRow(method: MethodOfDay, language: Language): string[] {
  const words = MARKET_WORDS[language];
  const where = method.host === undefined ? words.own : words.inside(nameOf(method.host, language));
  return [
    nameOf(method.platform, language),
    nameOf(method.provider, language),
    where,
    stateText(method, language),
    sinceText(method, language),
    sourceText(method),
  ];
}

function methodsText(day: MarketDay, language: Language): string {
  const words = MARKET_WORDS[language];
  const { platform, provider, entrance, state, since, about } = words.heads;
  const rows = day.methods.map((method) => methodRow(method, language));
  const never = day.never.map((each) => [
    nameOf(each.platform, language),
    nameOf(each.provider, language),
    '',
    words.never(each.source),
  ]);
  if (rows.length + never.length === 0) return words.none;
  return table([[platform, provider, entrance, state, since, about], ...rows, ...never]);
}

/** Wallets against the codes of schemes; a cell says how the pair stands, by kind of code. */
function matrix(cells: readonly RecognitionOfDay[], language: Language): string {
  const words = MARKET_WORDS[language];
  const wallets = participants.filter(({ kind }) => kind === 'wallet' || kind === 'bank');
  const schemes = [...new Set(cells.map(({ scheme }) => scheme))].sort();
  if (schemes.length === 0) return words.none;
  const columns = schemes.flatMap((scheme) => CODE_KINDS.map((kind) => ({ scheme, kind })));
  const head = [
    words.wallet,
    ...columns.map(({ scheme, kind }) => `${nameOf(scheme, language)}${words.colon}${words[kind]}`),
  ];
  const rows = wallets.map(({ id, name }) => {
    const shown = columns.map(({ scheme, kind }) => {
      if (id === scheme) return words.itself;
      const cell = cells.find((each) => each.wallet === id && each.scheme === scheme && each.codeKind === kind);
      return cell ? STATE_WORDS[cell.state][language] : words.nobody;
    });
    return [name[language], ...shown];
  });
  return table([head, ...rows]);
}

/** What stands behind each cell of the matrix: kinds of one pair that stand alike are one line. */
function cellLines(cells: readonly RecognitionOfDay[], language: Language): string {
  const words = MARKET_WORDS[language];
  const lines = new Map<string, string[]>();
  for (const cell of cells) {
    const pair = `${nameOf(cell.wallet, language)} → ${nameOf(cell.scheme, language)}`;
    const tail = [stateText(cell, language), sinceText(cell, language), sourceText(cell)];
    const key = [pair, ...tail].join('\n');
    const kinds = cell.kindStated ? words[cell.codeKind] : words.unstated;
    const known = lines.get(key)?.[1];
    const told = known === undefined || known === kinds ? kinds : `${known}${words.between}${kinds}`;
    lines.set(key, [pair, told, ...tail]);
  }
  return table([...lines.values()]);
}

function recognitionText({ recognition }: MarketDay, language: Language): string {
  const words = MARKET_WORDS[language];
  const scans = recognition.filter(({ direction }) => direction === 'payer-scans');
  if (scans.length === 0) return `${words.none}\n${words.tills}`;
  return [matrix(scans, language), cellLines(scans, language), words.tills].join('\n\n');
}

function agreementsText({ agreements }: MarketDay, language: Language): string {
  const words = MARKET_WORDS[language];
  if (agreements.length === 0) return words.none;
  return table(
    agreements.map((agreement) => [
      agreement.parties.map((id) => nameOf(id, language)).join(words.between),
      agreement.about[language],
      stateText(agreement, language),
      sinceText(agreement, language),
      sourceText(agreement),
    ]),
  );
}

/** What each source says that the day rests on. */
function sourcesText({ methods, never, recognition, agreements }: MarketDay, language: Language): string {
  const used = new Set([...methods, ...never, ...recognition, ...agreements].map(({ source }) => source));
  const rows = Object.entries(marketFacts).filter(([id]) => used.has(id));
  const told = rows.map(([id, { says, mark }]) => [id, `[${mark}]`, says[language]]);
  const house = [...used].some((id) => marketFacts[id] === undefined);
  return table([...told, ...(house ? [[HOUSE, '[house]', MARKET_WORDS[language].house]] : [])]);
}

/** Who has opened to whom on a day, as people read it. */
export function marketText(day: MarketDay, language: Language): string {
  const words = MARKET_WORDS[language];
  return [
    words.title(day.asOf),
    `${words.methods}\n${methodsText(day, language)}`,
    `${words.recognition}\n${recognitionText(day, language)}`,
    `${words.agreements}\n${agreementsText(day, language)}`,
    `${words.sources}\n${sourcesText(day, language)}`,
  ].join('\n\n');
}
