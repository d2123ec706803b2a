package io.mallwatch.starter.metric;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the JVM and its process use: memory, collections, threads, processors, files, uptime.
public final class RuntimeMetrics implements AutoCloseable {
  private final JvmGcMetrics collections = new JvmGcMetrics();

  /// @param withJvm false where something else (the actuator) already measures the JVM
  RuntimeMetrics(MeterRegistry registry, Path processStatus, boolean withJvm) {
    if (withJvm) {
      new JvmMemoryMetrics().bindTo(registry);
      new JvmThreadMetrics().bindTo(registry);
      new ClassLoaderMetrics().bindTo(registry);
      new ProcessorMetrics().bindTo(registry);
      new FileDescriptorMetrics().bindTo(registry);
      new UptimeMetrics().bindTo(registry);
      collections.bindTo(registry);
    }
    if (Files.isReadable(processStatus)) {
      Gauge.builder("process.resident.memory", () -> ResidentMemory.bytes(processStatus))
          .description("Memory of the process that is in RAM")
          .baseUnit("bytes")
          .register(registry);
    }
  }

  @Override
  public void close() {
    collections.close();
  }
}
