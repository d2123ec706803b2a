package io.mallwatch.monitors.system;

import static io.mallwatch.monitors.system.ProcFiles.number;

import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.model.Labels;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Load, processors, memory, disks, file systems and network of this host, under the names of
/// node_exporter with `job="mallwatch-host"`. What the system does not tell is left out, so that on
/// anything but Linux only the file systems are there. Thread-safe.
public final class HostMetrics {

  /// Label `job` of the series.
  public static final String JOB = "mallwatch-host";

  private static final double TICKS_PER_SECOND = 100;
  private static final double SECTOR_BYTES = 512;
  private static final int MAX_DEVICES = 64;
  private static final int MAX_CPUS = 256;

  private static final List<String> CPU_MODES =
      List.of("user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal");
  private static final Pattern PARTS_OF_DISKS =
      Pattern.compile("(z?ram|loop|fd|(h|s|v|xv)d[a-z]+|nvme\\d+n\\d+p)\\d+");

  private final ProcFiles proc;
  private final Labels target;

  /// @param proc the folder `/proc`, or a copy
  /// @param host label `instance` of the series
  public HostMetrics(Path proc, String host) {
    this.proc = new ProcFiles(proc);
    this.target = Labels.of("job", JOB, "instance", host);
  }

  /// What the host says now.
  public MetricBatch samples(Instant now) {
    Readings out = new Readings(target, now);
    load(out);
    memory(out);
    processors(out);
    disks(out);
    network(out);
    kernel(out);
    FileSystems.read(FileSystems.mounts(proc.lines("self/mounts")), out);
    return out.batch();
  }

  private void load(Readings out) {
    String[] words = proc.words("loadavg");
    if (words.length >= 3) {
      out.gauge("node_load1", "1m load average.", number(words, 0));
      out.gauge("node_load5", "5m load average.", number(words, 1));
      out.gauge("node_load15", "15m load average.", number(words, 2));
    }
  }

  private void memory(Readings out) {
    for (String line : proc.lines("meminfo")) {
      int colon = line.indexOf(':');
      if (colon < 0) {
        continue;
      }
      String[] words = ProcFiles.split(line.substring(colon + 1));
      String name =
          "node_memory_" + line.substring(0, colon).replace('(', '_').replace(")", "").strip();
      boolean kilobytes = words.length > 1 && words[1].equals("kB");
      out.gauge(
          kilobytes ? name + "_bytes" : name,
          "Memory information field " + line.substring(0, colon) + ".",
          number(words, 0) * (kilobytes ? 1024 : 1));
    }
  }

  private void processors(Readings out) {
    int cpus = 0;
    for (String line : proc.lines("stat")) {
      String[] words = ProcFiles.split(line);
      switch (words[0]) {
        case "btime" ->
            out.gauge("node_boot_time_seconds", "Node boot time, in unixtime.", number(words, 1));
        case "ctxt" ->
            out.counter(
                "node_context_switches_total",
                "Total number of context switches.",
                number(words, 1));
        case "intr" ->
            out.counter(
                "node_intr_total", "Total number of interrupts serviced.", number(words, 1));
        case "processes" ->
            out.counter("node_forks_total", "Total number of forks.", number(words, 1));
        case "procs_running" ->
            out.gauge(
                "node_procs_running", "Number of processes in runnable state.", number(words, 1));
        case "procs_blocked" ->
            out.gauge(
                "node_procs_blocked",
                "Number of processes blocked waiting for I/O.",
                number(words, 1));
        default -> {
          if (words[0].matches("cpu\\d+") && cpus++ < MAX_CPUS) {
            processor(out, words);
          }
        }
      }
    }
  }

  private static void processor(Readings out, String[] words) {
    String cpu = words[0].substring("cpu".length());
    for (int mode = 0; mode < CPU_MODES.size(); mode++) {
      out.counter(
          "node_cpu_seconds_total",
          "Seconds the CPUs spent in each mode.",
          number(words, mode + 1) / TICKS_PER_SECOND,
          "cpu",
          cpu,
          "mode",
          CPU_MODES.get(mode));
    }
  }

  private void disks(Readings out) {
    int disks = 0;
    for (String line : proc.lines("diskstats")) {
      String[] words = ProcFiles.split(line);
      boolean counts =
          words.length >= 14 && !PARTS_OF_DISKS.matcher(words[2]).matches() && disks < MAX_DEVICES;
      if (counts) {
        disks++;
        disk(out, words);
      }
    }
  }

  private static void disk(Readings out, String[] words) {
    String[] device = {"device", words[2]};
    out.counter(
        "node_disk_reads_completed_total",
        "The total number of reads completed successfully.",
        number(words, 3),
        device);
    out.counter(
        "node_disk_read_bytes_total",
        "The total number of bytes read successfully.",
        number(words, 5) * SECTOR_BYTES,
        device);
    out.counter(
        "node_disk_read_time_seconds_total",
        "The total number of seconds spent by all reads.",
        number(words, 6) / 1000,
        device);
    out.counter(
        "node_disk_writes_completed_total",
        "The total number of writes completed successfully.",
        number(words, 7),
        device);
    out.counter(
        "node_disk_written_bytes_total",
        "The total number of bytes written successfully.",
        number(words, 9) * SECTOR_BYTES,
        device);
    out.counter(
        "node_disk_write_time_seconds_total",
        "This is the total number of seconds spent by all writes.",
        number(words, 10) / 1000,
        device);
    out.gauge(
        "node_disk_io_now", "The number of I/Os currently in progress.", number(words, 11), device);
    out.counter(
        "node_disk_io_time_seconds_total",
        "Total seconds spent doing I/Os.",
        number(words, 12) / 1000,
        device);
    out.counter(
        "node_disk_io_time_weighted_seconds_total",
        "The weighted number of seconds spent doing I/Os.",
        number(words, 13) / 1000,
        device);
  }

  private void network(Readings out) {
    int devices = 0;
    for (String line : proc.lines("self/net/dev")) {
      int colon = line.indexOf(':');
      if (colon < 0 || devices++ >= MAX_DEVICES) {
        continue;
      }
      String[] words = ProcFiles.split(line.substring(colon + 1));
      String device = line.substring(0, colon).strip();
      for (int way = 0; way < 2; way++) {
        String name = way == 0 ? "node_network_receive_" : "node_network_transmit_";
        List<String> what = List.of("bytes", "packets", "errs", "drop");
        for (int i = 0; i < what.size(); i++) {
          out.counter(
              name + what.get(i) + "_total",
              "Network device statistic " + (way == 0 ? "receive_" : "transmit_") + what.get(i),
              number(words, way * 8 + i),
              "device",
              device);
        }
      }
    }
    Map<String, Double> tcp = pairs(proc.lines("self/net/snmp"), "Tcp:");
    tcp.forEach((name, value) -> {
      switch (name) {
        case "CurrEstab" ->
            out.gauge("node_netstat_Tcp_CurrEstab", "Statistic TcpCurrEstab.", value);
        case "RetransSegs", "InSegs", "OutSegs", "ActiveOpens", "PassiveOpens" ->
            out.counter("node_netstat_Tcp_" + name, "Statistic Tcp" + name + ".", value);
        default -> {}
      }
    });
  }

  /// Two lines with the same beginning, the first with names, the second with numbers.
  private static Map<String, Double> pairs(List<String> lines, String beginning) {
    List<String> both = lines.stream().filter(line -> line.startsWith(beginning)).toList();
    Map<String, Double> pairs = new HashMap<>();
    if (both.size() == 2) {
      String[] names = ProcFiles.split(both.get(0));
      String[] values = ProcFiles.split(both.get(1));
      for (int i = 1; i < names.length; i++) {
        pairs.put(names[i], number(values, i));
      }
    }
    return pairs;
  }

  private void kernel(Readings out) {
    String[] files = proc.words("sys/fs/file-nr");
    if (files.length >= 3) {
      out.gauge(
          "node_filefd_allocated", "File descriptor statistics: allocated.", number(files, 0));
      out.gauge("node_filefd_maximum", "File descriptor statistics: maximum.", number(files, 2));
    }
    for (String line : proc.lines("vmstat")) {
      String[] words = ProcFiles.split(line);
      switch (words[0]) {
        case "oom_kill", "pgfault", "pgmajfault", "pgpgin", "pgpgout", "pswpin", "pswpout" ->
            out.counter(
                "node_vmstat_" + words[0],
                "/proc/vmstat information field " + words[0] + ".",
                number(words, 1));
        default -> {}
      }
    }
    for (String what : List.of("cpu", "memory", "io")) {
      pressure(out, what);
    }
    String release = proc.line("sys/kernel/osrelease");
    if (!release.isEmpty()) {
      out.gauge(
          "node_uname_info",
          "Labeled system information as provided by the uname system call.",
          1,
          "sysname",
          proc.line("sys/kernel/ostype"),
          "release",
          release,
          "version",
          proc.line("sys/kernel/version"),
          "nodename",
          proc.line("sys/kernel/hostname"));
    }
    String[] uptime = proc.words("uptime");
    if (uptime.length > 0) {
      out.gauge("node_uptime_seconds", "Seconds since the host was started.", number(uptime, 0));
    }
  }

  /// Lines such as `some avg10=0.00 avg60=0.00 avg300=0.00 total=12`, the total in microseconds.
  private void pressure(Readings out, String what) {
    for (String line : proc.lines("pressure/" + what)) {
      int total = line.indexOf("total=");
      boolean some = line.startsWith("some");
      if (total < 0 || (what.equals("cpu") && !some)) {
        continue;
      }
      double seconds =
          number(new String[] {line.substring(total + "total=".length()).strip()}, 0) / 1e6;
      out.counter(
          "node_pressure_%s_%s_seconds_total"
              .formatted(what, some ? "waiting" : "stalled")
              .toLowerCase(Locale.ROOT),
          "Total time in seconds that processes have waited for " + what + ".",
          seconds);
    }
  }
}
