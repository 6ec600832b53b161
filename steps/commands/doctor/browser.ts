import type { DoctorFinding } from '../../../reports/wording/doctor';
import { type LaunchedBrowser, launchBrowser } from '../../drivers/browser/launch';
import { found, reasonOf } from './machine';

/** Two characters of one shape are boxes: no font of the machine has Chinese. */
const SHOWS_CHINESE = `(() => {
  const draw = (text) => {
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d');
    context.font = '24px sans-serif';
    context.fillText(text, 4, 28);
    return canvas.toDataURL();
  };
  return draw('支') !== draw('宝');
})()`;

async function tryPage({ browser, way, path, passedOver }: LaunchedBrowser): Promise<DoctorFinding[]> {
  try {
    const page = await browser.newPage();
    await page.goto('about:blank');
    const chinese = await page.evaluate<boolean>(SHOWS_CHINESE);
    return [
      found('ok', 'browser-works', { version: browser.version(), way, path }),
      ...passedOver.map((what) => found('note', 'browser-passed-over', { what })),
      ...(chinese ? [] : [found('note', 'no-chinese-font')]),
    ];
  } finally {
    await browser.close();
  }
}

/** Finds a browser as scenarios do, starts it and opens an empty page. */
export async function examineBrowser(launch: () => Promise<LaunchedBrowser> = launchBrowser): Promise<DoctorFinding[]> {
  try {
    return await tryPage(await launch());
  } catch (error) {
    return [found('problem', 'browser-unusable', { why: reasonOf(error) })];
  }
}
