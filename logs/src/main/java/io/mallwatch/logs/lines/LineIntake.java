package io.mallwatch.logs.lines;

import io.mallwatch.logs.LogBatch;
import io.mallwatch.logs.ingest.JsonLogEntries;
import io.mallwatch.logs.ingest.LogIntake;
import io.mallwatch.logs.ingest.LogSenders;
import io.mallwatch.logs.ingest.Original;
import io.mallwatch.logs.ingest.Originals;
import io.mallwatch.model.LogEntry;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Takes lines into the store that came over the network. Thread-safe.
public final class LineIntake {

  private final LogIntake intake;
  private final JsonLogEntries json;
  private final ZoneId zone;
  private final InstantSource clock;
  private final Consumer<List<LogEntry>> heard;

  /// @param json reads lines that are JSON objects
  /// @param zone of times that name none
  /// @param clock gives the time of lines that name none
  /// @param heard is told of entries that were stored
  public LineIntake(
      LogIntake intake,
      JsonLogEntries json,
      ZoneId zone,
      InstantSource clock,
      Consumer<List<LogEntry>> heard) {
    this.intake = intake;
    this.json = json;
    this.zone = zone;
    this.clock = clock;
    this.heard = heard;
  }

  /// Who sends what is taken in.
  public LogSenders senders() {
    return intake.senders();
  }

  /// Where lines come from.
  ///
  /// @param service who wrote them, unless a line says so
  /// @param pipeline they go through in place of the configured one; null when it is not said
  /// @param data that each entry is given
  public record Origin(
      LineFormat format, String service, @Nullable String pipeline, Map<String, Object> data) {
    public Origin {
      data = Map.copyOf(data);
    }
  }

  /// A line, or several that belong together.
  ///
  /// @param piece whether it is a piece of one that was too long
  public record Event(String text, boolean piece) {}

  /// @param stored entries
  /// @param existing entries whose id was there already
  /// @param unparsed of both, those that fit no form and were kept whole
  public record Taken(int stored, int existing, int unparsed) {}

  /// Stores events.
  ///
  /// @param ids in order, or empty when they have none; an event whose id its day has already is
  ///   not stored again
  /// @throws io.mallwatch.model.StoreOverloadedException retry later
  /// @throws io.mallwatch.model.StoreUnavailableException retry later
  public Taken accept(List<Event> events, List<String> ids, Origin origin) {
    LineReader reader = new LineReader(origin.format(), origin.service(), zone, json);
    Instant now = clock.instant();
    List<LogEntry> entries = new ArrayList<>(events.size());
    int unparsed = 0;
    for (Event event : events) {
      LogEntry entry = reader.read(event.text(), now);
      unparsed += entry.tags().contains(LineReader.UNPARSED) ? 1 : 0;
      List<String> tags = event.piece() ? List.of(LineReader.PIECE) : List.of();
      entries.add(
          origin.data().isEmpty() && tags.isEmpty()
              ? entry
              : LineReader.with(entry, origin.data(), tags));
    }
    int stored = 0;
    for (var outcome :
        intake.accept(
            new LogBatch("", entries, List.copyOf(ids)), new Came(events, reader, origin))) {
      stored += outcome.stored() ? 1 : 0;
    }
    heard.accept(entries);
    return new Taken(stored, entries.size() - stored, unparsed);
  }

  private record Came(List<Event> events, LineReader reader, Origin origin) implements Originals {
    @Override
    public Original of(int i) {
      return reader.original(events.get(i).text(), origin.data());
    }

    @Override
    public @Nullable String pipeline(int i) {
      return origin.pipeline();
    }
  }
}
