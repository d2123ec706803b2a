package io.mallwatch.server.self;

import static io.mallwatch.server.self.SelfTelemetry.single;

import io.mallwatch.doors.http.MetricFamily;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Memory, processor time and threads of this process, by Prometheus's usual names.
public final class ProcessMetrics {

  private ProcessMetrics() {}

  public static List<MetricFamily> families() {
    List<MetricFamily> families = new ArrayList<>();
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    families.add(single("process_heap_used_bytes", "gauge", "Heap in use.", heap.getUsed()));
    families.add(single("process_heap_max_bytes", "gauge", "Largest heap.", heap.getMax()));
    long resident = residentBytes();
    if (resident > 0) {
      families.add(single("process_resident_memory_bytes", "gauge", "Resident memory.", resident));
    }
    families.add(
        single(
            "process_cpu_seconds_total",
            "counter",
            "Processor time used.",
            ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(time -> time.toMillis() / 1000.0)
                .orElse(0.0)));
    families.add(
        single(
            "process_start_time_seconds",
            "gauge",
            "When the process began, seconds since the epoch.",
            ManagementFactory.getRuntimeMXBean().getStartTime() / 1000.0));
    families.add(
        single(
            "process_threads",
            "gauge",
            "Platform threads.",
            ManagementFactory.getThreadMXBean().getThreadCount()));
    long collectedMillis = 0;
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      collectedMillis += Math.max(0, collector.getCollectionTime());
    }
    families.add(
        single(
            "process_gc_seconds_total",
            "counter",
            "Time spent collecting garbage.",
            collectedMillis / 1000.0));
    return families;
  }

  /// Resident memory as Linux tells it; 0 where it is not known.
  static long residentBytes() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
        }
      }
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
    return 0;
  }
}
