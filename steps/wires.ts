import { LoopbackWire } from '../simulators/network/loopback';
import type * as memory from '../simulators/network/memory';
import type { Wire, WireName } from '../simulators/network/wire';

const open = new Map<WireName, Wire>();

function create(name: WireName): Wire {
  if (name === 'loopback') return new LoopbackWire();
  // Loaded only when asked for: the interceptor slows every request of the process as soon as it is there.
  const { MemoryWire } = require('../simulators/network/memory') as typeof memory;
  return new MemoryWire();
}

/** The wire of that name; one per process. */
export function wireNamed(name: WireName): Wire {
  const wire = open.get(name) ?? create(name);
  open.set(name, wire);
  return wire;
}

/** Closes every wire of the process. */
export async function closeWires(): Promise<void> {
  for (const wire of open.values()) await wire.close();
  open.clear();
}
