package io.mallwatch.alerts.template;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Go's `time.Duration`, printed as `1h2m3.5s`.
public record GoDuration(long nanos) implements GoObject {

  private static final Set<String> MEMBERS =
      Set.of("String", "Seconds", "Minutes", "Hours", "Milliseconds", "Nanoseconds");

  @Override
  public String typeName() {
    return "time.Duration";
  }

  @Override
  public boolean has(String name) {
    return MEMBERS.contains(name);
  }

  @Override
  public Object member(String name, List<@Nullable Object> arguments) {
    GoObject.expect(name, arguments, 0);
    return switch (name) {
      case "Seconds" -> nanos / 1e9;
      case "Minutes" -> nanos / 60e9;
      case "Hours" -> nanos / 3600e9;
      case "Milliseconds" -> nanos / 1_000_000;
      case "Nanoseconds" -> nanos;
      default -> print();
    };
  }

  @Override
  public String print() {
    if (nanos == 0) {
      return "0s";
    }
    long abs = Math.abs(nanos);
    String sign = nanos < 0 ? "-" : "";
    if (abs < 1_000) {
      return sign + abs + "ns";
    }
    if (abs < 1_000_000) {
      return sign + fraction(abs, 1_000) + "µs";
    }
    if (abs < 1_000_000_000) {
      return sign + fraction(abs, 1_000_000) + "ms";
    }
    long minutes = abs / 60_000_000_000L;
    String seconds = fraction(abs % 60_000_000_000L, 1_000_000_000) + "s";
    if (minutes == 0) {
      return sign + seconds;
    }
    return sign + (minutes >= 60 ? minutes / 60 + "h" : "") + minutes % 60 + "m" + seconds;
  }

  private static String fraction(long amount, long unit) {
    return new java.math.BigDecimal(amount)
        .divide(new java.math.BigDecimal(unit))
        .stripTrailingZeros()
        .toPlainString();
  }
}
