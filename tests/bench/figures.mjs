// The figures, in the order of the table, and the mock's thresholds.

// The unit and scale of displayed values.
const kilobytes = { unit: 'kB', scale: 1024 };
const megabytes = { unit: 'MB', scale: 1024 * 1024 };
const microseconds = { unit: 'us' };
const milliseconds = { unit: 'ms' };
const rate = { unit: '/s' };

// A threshold limits the mock's median to `times` the other server's, or to `value` in the figure's unit.
const atMost = (times, against) => ({ kind: 'at most', times, against });
const atLeast = (times, against) => ({ kind: 'at least', times, against });

// `at` lists the numbers of clients at which thresholds apply; with fewer clients, noise dominates.
const crowdFigures = [
  {
    name: 'injection_cpu_us',
    label: 'one to all: CPU a delivery',
    ...microseconds,
    wanted: [atMost(1.15, 'floor'), atMost(0.55, 'node')],
    at: [1000, 5000],
  },
  {
    name: 'injection_deliveries_per_s',
    label: 'one to all: deliveries',
    ...rate,
    wanted: [atLeast(1, 'rust')],
    at: [1000, 5000],
  },
  {
    name: 'injection_last_p50_ms',
    label: 'one to all: last client, p50',
    ...milliseconds,
    wanted: [atMost(1, 'rust')],
    at: [1000, 5000],
  },
  {
    name: 'injection_last_p99_ms',
    label: 'one to all: last client, p99',
    ...milliseconds,
    wanted: [atMost(1, 'rust')],
    at: [1000, 5000],
  },
  { name: 'burst_cpu_us', label: 'burst of 100: CPU a delivery', ...microseconds },
  {
    name: 'burst_deliveries_per_s',
    label: 'burst of 100: deliveries',
    ...rate,
    wanted: [atLeast(35, 'node')],
    at: [1000],
  },
  {
    name: 'connection_bytes',
    label: 'memory a connection',
    ...kilobytes,
    wanted: [atMost(0.75, 'node'), { kind: 'at most', value: 8 }],
    at: [5000],
  },
  { name: 'connects_per_s', label: 'connects', ...rate, wanted: [atLeast(4, 'node')], at: [5000] },
];

const otherFigures = [
  { name: 'heartbeat_cpu_us', label: 'heartbeats: CPU a ping and pong', ...microseconds },
  { name: 'start_ms', label: 'start to first client in', ...milliseconds, wanted: [atMost(0.15, 'node')] },
  { name: 'idle_bytes', label: 'idle memory', ...megabytes, wanted: [atMost(0.25, 'node')] },
  {
    name: 'polling_per_s',
    label: 'polling round trips',
    ...rate,
    wanted: [atLeast(2, 'node'), atLeast(1.1, 'rust')],
  },
  { name: 'calls_per_s', label: 'control calls', ...rate, wanted: [atLeast(1, 'rust')] },
  {
    name: 'written_per_s',
    label: 'injections awaited written',
    ...rate,
    wanted: [atLeast(2, 'node'), atLeast(1, 'rust')],
  },
];

// Every figure that a run with crowds of these sizes has; `key` is where its samples are.
export function figuresOf(sizes) {
  const ofCrowds = sizes.flatMap((size) =>
    crowdFigures.map((figure) => ({
      ...figure,
      key: keyOf(figure.name, size),
      label: `${figure.label}, ${size} clients`,
      wanted: figure.at?.includes(size) ? figure.wanted : [],
    })),
  );
  const others = otherFigures.map((figure) => ({ ...figure, key: figure.name, wanted: figure.wanted ?? [] }));
  return [...ofCrowds, ...others].map(({ name, at, ...figure }) => ({ scale: 1, ...figure }));
}

// A crowd's figures have its size in the key. Start and idle memory are the same in all; heartbeats belong to
// the largest.
export function keyOf(name, size) {
  return crowdFigures.some((figure) => figure.name === name) ? `${name}@${size}` : name;
}

export function median(samples) {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

// The figure with each server's median and samples, the ratios, and whether the threshold holds. A server
// without samples has no ratio, nor has a value of zero or less. Not every run has the peer of Rust.
export function judged(figure, samples) {
  const servers = {};
  for (const [server, values] of Object.entries(samples)) {
    if (values.length === 0) continue;
    const scaled = values.map((value) => value / figure.scale);
    servers[server] = { median: median(scaled), samples: scaled };
  }
  const ratios = {};
  for (const against of ['node', 'rust', 'floor']) {
    if (servers[against]?.median > 0) ratios[against] = servers.mock.median / servers[against].median;
  }
  const isMeasured = ({ against }) => against !== 'rust' || servers.rust !== undefined;
  const wanted = figure.wanted.filter(isMeasured).map((threshold) => ({
    ...threshold,
    met: isMet(threshold, servers.mock.median, ratios),
  }));
  const { key, label, unit } = figure;
  return { key, label, unit, servers, ratios, wanted };
}

function isMet({ kind, times, against, value }, mock, ratios) {
  const [is, limit] = against === undefined ? [mock, value] : [ratios[against], times];
  return kind === 'at most' ? is <= limit : is >= limit;
}
