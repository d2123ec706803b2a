package io.mallwatch.monitors.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.metrics.SeriesSamples;
import io.mallwatch.model.Labels;
import io.mallwatch.testkit.FakeClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostMetricsTest {

  @TempDir Path proc;
  @TempDir Path disk;

  private final FakeClock clock = FakeClock.mondayMorning();

  @BeforeEach
  void aHost() throws IOException {
    write("loadavg", "0.52 1.25 2.75 3/412 9921\n");
    write(
        "meminfo",
        "MemTotal:  1000 kB\nMemAvailable:  250 kB\nActive(anon): 4 kB\nHugePages_Total: 3\n");
    write(
        "stat",
        """
        cpu  1 2 3 4 5 6 7 8
        cpu0 4705 150 1120 16250 520 0 175 5 0 0
        cpu1 10 0 0 0 0 0 0 0 0 0
        intr 99 1 2
        ctxt 22848
        btime 1700000000
        processes 321
        procs_running 3
        procs_blocked 1
        """);
    write(
        "diskstats",
        """
          8       0 sda 10 0 200 300 20 0 400 500 2 700 800 0 0 0 0
          8       1 sda1 1 1 1 1 1 1 1 1 1 1 1
          7       0 loop0 1 1 1 1 1 1 1 1 1 1 1
        """);
    write(
        "self/net/dev",
        """
        Inter-|   Receive                                                |  Transmit
         face |bytes    packets errs drop fifo frame compressed multicast|bytes packets errs drop
          eth0: 1000 11 1 2 0 0 0 0 2000 22 3 4 0 0 0 0
        """);
    write("self/net/snmp", "Tcp: CurrEstab RetransSegs Other\nTcp: 7 42 1\n");
    write("sys/fs/file-nr", "1024\t0\t65536\n");
    write("vmstat", "nr_free_pages 1\noom_kill 2\n");
    write(
        "pressure/cpu",
        "some avg10=0.00 avg60=0.00 avg300=0.00 total=2500000\nfull avg10=0 total=9\n");
    write("pressure/io", "some avg10=0 total=1000000\nfull avg10=0 total=500000\n");
    write("sys/kernel/osrelease", "6.1.0\n");
    write("sys/kernel/ostype", "Linux\n");
    write("sys/kernel/version", "#1 SMP\n");
    write("sys/kernel/hostname", "shop-1\n");
    write("uptime", "120.5 80.0\n");
    write(
        "self/mounts",
        "/dev/sda1 %s ext4 rw,relatime 0 0\nproc /proc proc rw 0 0\n".formatted(disk));
  }

  @Test
  void loadMemoryAndProcessorsHaveTheNamesOfNodeExporter() {
    Map<String, Double> read = read();

    assertThat(read)
        .containsEntry("node_load1", 0.52)
        .containsEntry("node_load15", 2.75)
        .containsEntry("node_memory_MemTotal_bytes", 1_024_000.0)
        .containsEntry("node_memory_MemAvailable_bytes", 256_000.0)
        .containsEntry("node_memory_Active_anon_bytes", 4_096.0)
        .containsEntry("node_memory_HugePages_Total", 3.0)
        .containsEntry("node_cpu_seconds_total{cpu=0,mode=user}", 47.05)
        .containsEntry("node_cpu_seconds_total{cpu=0,mode=idle}", 162.5)
        .containsEntry("node_cpu_seconds_total{cpu=1,mode=user}", 0.1)
        .containsEntry("node_boot_time_seconds", 1.7e9)
        .containsEntry("node_procs_blocked", 1.0);
  }

  @Test
  void disksNetworkAndKernelAreThereAndPartsOfDisksAreNot() {
    Map<String, Double> read = read();

    assertThat(read)
        .containsEntry("node_disk_read_bytes_total{device=sda}", 102_400.0)
        .containsEntry("node_disk_io_time_seconds_total{device=sda}", 0.7)
        .containsEntry("node_network_receive_bytes_total{device=eth0}", 1000.0)
        .containsEntry("node_network_transmit_drop_total{device=eth0}", 4.0)
        .containsEntry("node_netstat_Tcp_RetransSegs", 42.0)
        .containsEntry("node_filefd_maximum", 65536.0)
        .containsEntry("node_vmstat_oom_kill", 2.0)
        .containsEntry("node_pressure_cpu_waiting_seconds_total", 2.5)
        .containsEntry("node_pressure_io_stalled_seconds_total", 0.5)
        .containsEntry("node_uptime_seconds", 120.5);
    assertThat(read.keySet())
        .noneMatch(name -> name.contains("device=sda1") || name.contains("loop0"));
    assertThat(read.keySet()).anyMatch(name -> name.contains("nodename=shop-1"));
  }

  @Test
  void fileSystemsThatCanFillUpHaveTheirSpace() {
    String labels = "{device=/dev/sda1,fstype=ext4,mountpoint=%s}".formatted(disk);
    Map<String, Double> read = read();

    assertThat(read.get("node_filesystem_size_bytes" + labels)).isPositive();
    assertThat(read.get("node_filesystem_avail_bytes" + labels))
        .isLessThanOrEqualTo(read.get("node_filesystem_size_bytes" + labels));
    assertThat(read).containsEntry("node_filesystem_readonly" + labels, 0.0);
    assertThat(read.keySet()).noneMatch(name -> name.contains("fstype=proc"));
  }

  @Test
  void ofDevicesMountedTwiceTheFirstCountsAndNetworkDrivesAreLeftAlone() {
    List<FileSystems.Mount> mounts =
        FileSystems.mounts(
            List.of(
                "overlay / overlay rw 0 0",
                "overlay /var/lib/docker/overlay2/1/merged overlay rw 0 0",
                "/dev/sdb1 /data\\040two xfs ro,noatime 0 0",
                "/dev/sdb1 /again xfs rw 0 0",
                "server:/x /nfs nfs4 rw 0 0",
                "tmpfs /dev/shm tmpfs rw 0 0",
                "broken"));

    assertThat(mounts)
        .containsExactly(
            new FileSystems.Mount("overlay", Path.of("/"), "overlay", false),
            new FileSystems.Mount("/dev/sdb1", Path.of("/data two"), "xfs", true));
  }

  @Test
  void aSystemWithoutProcSaysWhatItCanAndNothingElse(@TempDir Path empty) {
    assertThat(new HostMetrics(empty, "h").samples(clock.instant()).series()).isEmpty();
  }

  @Test
  void everySeriesSaysWhichJobAndHostItIsOf() {
    assertThat(new HostMetrics(proc, "shop-1").samples(clock.instant()).series())
        .isNotEmpty()
        .allSatisfy(series -> {
          assertThat(series.labels().get("job")).isEqualTo("mallwatch-host");
          assertThat(series.labels().get("instance")).isEqualTo("shop-1");
        });
  }

  private Map<String, Double> read() {
    return new HostMetrics(proc, "shop-1")
        .samples(clock.instant()).series().stream()
            .collect(Collectors.toMap(HostMetricsTest::name, series -> series.values()[0]));
  }

  private static String name(SeriesSamples series) {
    Labels rest =
        series
            .labels()
            .filter(label -> !List.of("job", "instance", Labels.METRIC_NAME).contains(label));
    String labels =
        rest.toMap().entrySet().stream()
            .map(label -> label.getKey() + "=" + label.getValue())
            .collect(Collectors.joining(","));
    return series.labels().metricName() + (labels.isEmpty() ? "" : "{" + labels + "}");
  }

  private void write(String file, String text) throws IOException {
    Path path = proc.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
