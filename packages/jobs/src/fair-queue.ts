/** A job that may run. */
export interface QueueItem {
  id: string;
  principal: string;
  kind: string;
  priority: number;
}

/** Jobs in the order they should run. */
export interface FairQueue {
  add(item: QueueItem): void;
  /** Whether it waits, with this priority. */
  has(id: string, priority: number): boolean;
  /** `false` when it is not there. */
  remove(id: string): boolean;
  /** The next one among those that `allowed` lets run, taken out. */
  take(allowed: (principal: string, kind: string) => boolean): QueueItem | undefined;
  readonly size: number;
}

interface Entry extends QueueItem {
  /** Own virtual start minus the head start of the priority; smaller runs earlier. */
  rank: number;
  order: number;
  gone: boolean;
}

interface Account {
  name: string;
  /** Rounds this principal has had: its virtual time among principals. */
  tag: number;
  /** Its virtual time among its own classes. */
  own: number;
  /** Virtual start last given out, by priority. */
  last: Map<number, number>;
  kinds: Map<string, Entry[]>;
  waiting: number;
}

/**
 * Start-time fair queueing (Goyal, Vin, Cheng, SIGCOMM 1996) over principals, and over priorities inside each of them,
 * with one job as the unit of service. A step of priority is a head start of `rounds` rounds, once, so it ages by itself: whoever
 * waits is passed only by jobs that began within that many rounds, never for ever. Virtual time moves by dispatch, not by the
 * clock, so a clock jump changes nothing.
 *
 * Bounds, with `d` = `rounds` times the span of the priorities in use, and limits of concurrency aside: inside one principal and
 * priority the order is FIFO. A job that finds `a` own jobs waiting, `c` of them of its priority, is passed by at most
 * `a + (p - 1)(c + d + 1)` own jobs, where `p` is the number of priorities in use; and by any other principal at most `2 d + 1`
 * times more often than by its own. The simulation in the tests asserts all three.
 */
export function fairQueue(rounds: number): FairQueue {
  const accounts = new Map<string, Account>();
  const byId = new Map<string, Entry>();
  let order = 0;
  let dead = 0;
  let virtual = 0;

  const before = (a: Entry, b: Entry) =>
    a.rank < b.rank || (a.rank === b.rank && a.order < b.order);

  const account = (name: string): Account => {
    const known = accounts.get(name);
    if (known) {
      // Whoever comes back gets no credit for the time away: it starts where the one furthest behind stands.
      if (known.waiting === 0) known.tag = Math.max(known.tag, floor());
      return known;
    }
    const made: Account = {
      name,
      tag: floor(),
      own: 0,
      last: new Map(),
      kinds: new Map(),
      waiting: 0,
    };
    accounts.set(name, made);
    return made;
  };
  const floor = () => {
    let least = Number.POSITIVE_INFINITY;
    for (const { waiting, tag } of accounts.values()) if (waiting > 0) least = Math.min(least, tag);
    return Number.isFinite(least) ? least : virtual;
  };

  const head = (heap: Entry[]): Entry | undefined => {
    while (heap[0]?.gone) {
      pop(heap, before);
      dead--;
    }
    return heap[0];
  };

  const compact = () => {
    if (dead < 64 || dead < byId.size) return;
    dead = 0;
    for (const { kinds } of accounts.values())
      for (const [kind, heap] of kinds) {
        const live = heap.filter((entry) => !entry.gone).sort((a, b) => (before(a, b) ? -1 : 1));
        if (live.length > 0) kinds.set(kind, live);
        else kinds.delete(kind);
      }
  };

  return {
    get size() {
      return byId.size;
    },
    add(item) {
      const of = account(item.principal);
      const start = Math.max(of.own, (of.last.get(item.priority) ?? -1) + 1);
      of.last.set(item.priority, start);
      const { id, principal, kind, priority } = item;
      const entry: Entry = {
        id,
        principal,
        kind,
        priority,
        rank: start - rounds * priority,
        order: order++,
        gone: false,
      };
      byId.set(id, entry);
      of.waiting++;
      const heap = of.kinds.get(kind);
      if (heap) push(heap, entry, before);
      else of.kinds.set(kind, [entry]);
    },
    has: (id, priority) => byId.get(id)?.priority === priority,
    remove(id) {
      const entry = byId.get(id);
      if (!entry) return false;
      byId.delete(id);
      entry.gone = true;
      dead++;
      const of = accounts.get(entry.principal)!;
      of.waiting--;
      if (of.waiting === 0) virtual = Math.max(virtual, of.tag);
      compact();
      return true;
    },
    take(allowed) {
      let best: { key: number; entry: Entry; of: Account } | undefined;
      for (const of of accounts.values()) {
        if (of.waiting === 0) continue;
        let first: Entry | undefined;
        for (const [kind, heap] of of.kinds) {
          const entry = allowed(of.name, kind) ? head(heap) : undefined;
          if (entry && (!first || before(entry, first))) first = entry;
        }
        if (!first) continue;
        const key = of.tag - rounds * first.priority;
        if (!best || key < best.key || (key === best.key && first.order < best.entry.order))
          best = { key, entry: first, of };
      }
      if (!best) return undefined;
      const { entry, of } = best;
      pop(of.kinds.get(entry.kind)!, before);
      byId.delete(entry.id);
      of.own = Math.max(of.own, entry.rank + rounds * entry.priority);
      of.tag++;
      of.waiting--;
      if (of.waiting === 0) virtual = Math.max(virtual, of.tag);
      const { id, principal, kind, priority } = entry;
      return { id, principal, kind, priority };
    },
  };
}

function push(heap: Entry[], entry: Entry, before: (a: Entry, b: Entry) => boolean): void {
  let at = heap.push(entry) - 1;
  while (at > 0) {
    const up = (at - 1) >> 1;
    if (!before(entry, heap[up]!)) break;
    heap[at] = heap[up]!;
    at = up;
  }
  heap[at] = entry;
}

function pop(heap: Entry[], before: (a: Entry, b: Entry) => boolean): void {
  const last = heap.pop();
  if (!last || heap.length === 0) return;
  let at = 0;
  for (;;) {
    let down = 2 * at + 1;
    if (down >= heap.length) break;
    if (down + 1 < heap.length && before(heap[down + 1]!, heap[down]!)) down++;
    if (!before(heap[down]!, last)) break;
    heap[at] = heap[down]!;
    at = down;
  }
  heap[at] = last;
}
