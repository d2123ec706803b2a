/// The machine and the way to it: [HostMetrics] reads load, processors, memory, disks and network
/// of the host that we run on, [Prober] asks configured addresses and measures how long they take.
/// Both give series under the names that dashboards and rules know from node_exporter and
/// blackbox_exporter. Start with either.
@NullMarked
package io.mallwatch.monitors.system;

import org.jspecify.annotations.NullMarked;
