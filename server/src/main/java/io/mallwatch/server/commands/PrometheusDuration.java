package io.mallwatch.server.commands;

import io.mallwatch.alerts.yaml.Durations;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads durations of options as Prometheus writes them, such as `1m30s`.
final class PrometheusDuration implements ITypeConverter<Duration> {

  @Override
  public Duration convert(String text) {
    return Durations.parse(text)
        .filter(duration -> !duration.isZero())
        .orElseThrow(() ->
            new TypeConversionException(
                "'%s' is not a duration such as 15s, 5m or 1h30m".formatted(text)));
  }
}
