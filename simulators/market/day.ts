import { readMarket, relationsOf } from './market';
import { agreements, otherPlatforms } from './other-platforms';
import { PLATFORMS } from './platforms';
import { recognitionOn } from './recognition';
import { hostOf, markOf, type RelationState, type RelationStep, stepOn } from './relations';

/** What is told of a step of a relation, an agreement or a recognition pair. */
export interface Standing {
  readonly state: RelationState;
  /** The day since which it stands so; only the month, or null, where the source gives no more. */
  readonly since: string | null;
  /** The day that the simulation takes for it. */
  readonly from: string;
  /** True where the source does not give the day, so that it is a setting of ours. */
  readonly daySetByUs: boolean;
  /** When what is announced opens; null where nobody said. */
  readonly opens?: string | null;
  readonly reach?: RelationStep['reach'];
  readonly setting?: RelationStep['setting'];
  readonly source: string;
  readonly mark: string;
}

/** A provider as the payers of a platform find it on a day. */
export interface MethodOfDay extends Standing {
  readonly platform: string;
  readonly provider: string;
  readonly entrance: string;
  /** The provider in whose cashier it is found, where that is not the platform's own. */
  readonly host?: string;
}

/** One cell of the recognition matrix of a day. */
export interface RecognitionOfDay extends Standing {
  readonly wallet: string;
  readonly scheme: string;
  readonly codeKind: 'personal' | 'merchant';
  readonly direction: 'payer-scans' | 'merchant-scans';
  /** False where the source does not tell personal codes from those of merchants. */
  readonly kindStated: boolean;
}

export interface AgreementOfDay extends Standing {
  readonly parties: readonly string[];
  readonly about: { readonly en: string; readonly zh: string };
}

/** Who has opened to whom on one day: the document of `hutong market --json`. */
export interface MarketDay {
  readonly asOf: string;
  readonly methods: readonly MethodOfDay[];
  /** Providers of which a source says that they never entered a platform. */
  readonly never: ReadonlyArray<{ readonly platform: string; readonly provider: string; readonly source: string }>;
  readonly recognition: readonly RecognitionOfDay[];
  readonly agreements: readonly AgreementOfDay[];
}

const SINCE = { day: (from: string) => from, month: (from: string) => from.slice(0, 7), none: () => null } as const;

function standing(step: RelationStep): Standing {
  const { state, from, precision, opens, reach, setting, source } = step;
  return {
    state,
    since: SINCE[precision](from),
    from,
    daySetByUs: precision !== 'day',
    ...(opens === undefined ? {} : { opens }),
    ...(reach === undefined ? {} : { reach }),
    ...(setting === undefined ? {} : { setting }),
    source,
    mark: markOf(step),
  };
}

/** Every platform of which something is known. */
const everyPlatform = () => [
  ...PLATFORMS.map((platform) => ({ platform: platform as string, relations: relationsOf(readMarket(platform)) })),
  ...otherPlatforms,
];

export const platformNames = (): string[] => everyPlatform().map(({ platform }) => platform);

/**
 * The market of a day, from the dated data alone.
 * @param day A day from the first day of these data on, such as `2024-09-27`.
 * @param platform Only the methods of this platform.
 */
export function marketOfDay(day: string, platform?: string): MarketDay {
  const platforms = everyPlatform().filter((each) => platform === undefined || each.platform === platform);
  const methods = platforms.flatMap(({ platform: name, relations }) =>
    relations.flatMap(({ provider, entrance, steps }): MethodOfDay[] => {
      const step = stepOn(steps, day);
      const host = hostOf(entrance);
      const where = { platform: name, provider, entrance, ...(host === undefined ? {} : { host }) };
      return step ? [{ ...where, ...standing(step) }] : [];
    }),
  );
  const never = platforms.flatMap(({ platform: name, relations }) =>
    relations.flatMap(({ provider, never: source }) =>
      source === undefined ? [] : [{ platform: name, provider, source }],
    ),
  );
  const recognition = recognitionOn(day).map(({ wallet, scheme, codeKind, direction, step }) => {
    const kindStated = step.kinds !== 'unstated';
    return { wallet, scheme, codeKind, direction, kindStated, ...standing(step) };
  });
  const agreed = agreements.flatMap(({ parties, about, steps }) => {
    const step = stepOn(steps, day);
    return step ? [{ parties, about, ...standing(step) }] : [];
  });
  return { asOf: day, methods, never, recognition, agreements: agreed };
}
