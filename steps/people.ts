import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { evidenceStem, traceOf } from '../reports/formats/html/evidence';
import { type Album, Person } from './drivers/browser/person';
import { providerNames } from './vocabulary';
import type { HutongWorld } from './world';

const MEDIA_TYPES = { png: 'image/png', html: 'text/html' } as const;

const people = new WeakMap<HutongWorld, Person>();

/**
 * Pictures go into the report, and beside the history where a run keeps one. A run with a broken twin that keeps nothing
 * has no report; nobody would see its pictures, so none are taken.
 */
function albumOf(world: HutongWorld): Album | undefined {
  if (world.parameters.defect !== undefined && world.parameters.evidenceDir === undefined) return undefined;
  let pages = 0;
  return (name, kind, content) => {
    pages += 1;
    const number = String(pages).padStart(2, '0');
    const fileName = `${evidenceStem(world.scenario)}-${number}-${name}.${kind}`;
    world.attach(content, { mediaType: MEDIA_TYPES[kind], fileName });
    const { evidenceDir } = world.parameters;
    if (evidenceDir === undefined) return;
    mkdirSync(evidenceDir, { recursive: true });
    writeFileSync(join(evidenceDir, fileName), content);
  };
}

/** The person of the scenario who sits at a browser. */
export async function personOf(world: HutongWorld): Promise<Person> {
  const known = people.get(world);
  if (known) return known;
  const { headed, traceDir } = world.parameters;
  const traceFile = traceDir === undefined ? undefined : join(traceDir, traceOf(world.scenario));
  const visit = { album: albumOf(world), headed, traceFile };
  const person = await Person.arrive(world.market, providerNames, world.setting, visit);
  people.set(world, person);
  return person;
}

/** Closes the person's window when the scenario is over. */
export async function leaveBrowser(world: HutongWorld, failed: boolean): Promise<void> {
  const person = people.get(world);
  people.delete(world);
  await person?.leave(failed);
}
