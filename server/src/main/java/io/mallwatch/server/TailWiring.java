package io.mallwatch.server;

import io.mallwatch.logs.LogBatch;
import io.mallwatch.logs.ingest.LogIntake;
import io.mallwatch.logs.lines.LineFormat;
import io.mallwatch.logs.lines.Multiline;
import io.mallwatch.logs.tail.LineSink;
import io.mallwatch.logs.tail.TailInput;
import io.mallwatch.logs.tail.TextEncoding;
import io.mallwatch.model.LogEntry;
import io.mallwatch.monitors.log.SourceFreshness;
import io.mallwatch.server.config.BadConfigException;
import io.mallwatch.server.config.Config;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Which log files are followed, and where their lines go.
final class TailWiring {

  private TailWiring() {}

  /// One input a path.
  ///
  /// @throws BadConfigException when a value makes no sense
  static List<TailInput> inputs(Config.TailPart config) {
    return config.paths().stream().map(path -> input(path, config)).toList();
  }

  private static TailInput input(String text, Config.TailPart config) {
    int equals = text.indexOf('=');
    boolean named = equals > 0 && text.lastIndexOf('/', equals) < 0;
    String path = named ? text.substring(equals + 1) : text;
    try {
      return new TailInput(
          path,
          List.of(path),
          config.excludes(),
          named ? text.substring(0, equals) : config.service(),
          LineFormat.valueOf(config.format().toUpperCase(Locale.ROOT)),
          TextEncoding.valueOf(config.encoding().toUpperCase(Locale.ROOT)),
          Multiline.parse(config.multiline()),
          config.from().equals("end"),
          config.ignoreOlder(),
          Math.toIntExact(config.maxLineBytes()),
          TailInput.Given.NOTHING);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new BadConfigException(List.of("logs.tail: %s: %s".formatted(text, e.getMessage())));
    }
  }

  /// Into the store, once each; who was heard is noted.
  static LineSink sink(LogIntake intake, SourceFreshness freshness, InstantSource clock) {
    return (entries, ids, originals) -> {
      intake.accept(new LogBatch("", entries, List.copyOf(ids)), originals);
      heard(entries, freshness, clock);
    };
  }

  /// Notes who wrote the entries.
  static void heard(List<LogEntry> entries, SourceFreshness freshness, InstantSource clock) {
    Set<String> services = new HashSet<>();
    for (LogEntry entry : entries) {
      services.add(entry.service());
    }
    for (String service : services) {
      freshness.heard(service, SourceFreshness.Kind.LOGS, clock.instant());
    }
  }
}
