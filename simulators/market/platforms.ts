/** The platforms that can be simulated. */
export const PLATFORMS = ['open-platform', 'taobao-like'] as const;
export type PlatformName = (typeof PLATFORMS)[number];
/** The platform of a run that names none. */
export const DEFAULT_PLATFORM: PlatformName = 'open-platform';
