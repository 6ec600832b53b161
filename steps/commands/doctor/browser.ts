import type { DoctorFinding } from '../../../reports/wording/doctor';
import { Door } from '../../drivers/browser/door';
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

/** Nobody answers there but the door itself, and only a browser that can speak TLS to it gets that far. */
const SOME_PAGE = 'https://doctor.example/';

async function tryPage({ browser, way, path, passedOver }: LaunchedBrowser): Promise<DoctorFinding[]> {
  try {
    const page = await browser.newPage();
    await page.goto(SOME_PAGE);
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

/** Finds a browser as scenarios do, starts it, and opens a page through the door that scenarios use. */
export async function examineBrowser(
  launch: (switches: readonly string[]) => Promise<LaunchedBrowser> = launchBrowser,
): Promise<DoctorFinding[]> {
  const door = await Door.open();
  try {
    return await tryPage(await launch(door.switches));
  } catch (error) {
    return [found('problem', 'browser-unusable', { why: reasonOf(error) })];
  } finally {
    await door.close();
  }
}
