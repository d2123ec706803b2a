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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Which log files are followed, and where their lines go.
final class TailWiring {

  private TailWiring() {}

  /// Those that are configured each, and one for each further path; of a file that several name the
  /// first counts.
  ///
  /// @throws BadConfigException when a value makes no sense
  static List<TailInput> inputs(Config.LogsPart config) {
    List<TailInput> inputs = new ArrayList<>();
    for (Config.TailInputPart one : config.tailInputs()) {
      Config.TailPart reading = one.reading();
      inputs.add(input(one.name(), reading.paths(), reading.service(), reading, one.given()));
    }
    for (String text : config.tail().paths()) {
      int equals = text.indexOf('=');
      boolean named = equals > 0 && text.lastIndexOf('/', equals) < 0;
      String path = named ? text.substring(equals + 1) : text;
      String service = named ? text.substring(0, equals) : config.tail().service();
      inputs.add(input(path, List.of(path), service, config.tail(), TailInput.Given.NOTHING));
    }
    return inputs;
  }

  private static TailInput input(
      String name,
      List<String> paths,
      String service,
      Config.TailPart config,
      TailInput.Given given) {
    try {
      return new TailInput(
          name,
          paths,
          config.excludes(),
          service,
          LineFormat.valueOf(config.format().toUpperCase(Locale.ROOT)),
          encoding(config.encoding()),
          Multiline.parse(config.multiline()),
          config.from().equals("end"),
          config.ignoreOlder(),
          Math.toIntExact(config.maxLineBytes()),
          given);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new BadConfigException(List.of("logs.tail: %s: %s".formatted(name, e.getMessage())));
    }
  }

  /// GBK is a part of GB18030.
  private static TextEncoding encoding(String name) {
    return name.equals("gbk")
        ? TextEncoding.GB18030
        : TextEncoding.valueOf(name.toUpperCase(Locale.ROOT));
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
