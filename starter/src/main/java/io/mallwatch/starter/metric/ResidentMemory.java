package io.mallwatch.starter.metric;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Reads a process's resident memory from Linux' `/proc/<pid>/status` (proc(5), `VmRSS`).
final class ResidentMemory {
  private ResidentMemory() {}

  /// Returns the bytes, or NaN if `status` does not tell.
  static double bytes(Path status) {
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) * 1024)
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException | NumberFormatException unreadable) {
      return Double.NaN;
    }
  }
}
