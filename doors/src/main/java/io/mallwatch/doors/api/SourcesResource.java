package io.mallwatch.doors.api;

import io.mallwatch.doors.api.describe.Endpoint;
import io.mallwatch.doors.api.describe.Endpoint.Parameter;
import io.mallwatch.doors.api.describe.Shape;
import io.mallwatch.logs.ingest.LogSenders;
import io.mallwatch.logs.tail.TailReport;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/// `/api/sources`: which log files are read, how far, and why others are not; who sends entries
/// over the network.
final class SourcesResource {

  private static final Shape<TailReport.FileStatus> FILE =
      Shape.<TailReport.FileStatus>object("SourceFile")
          .field("path", Shape.STRING, file -> file.path().toString())
          .field("input", Shape.STRING, TailReport.FileStatus::input)
          .field(
              "state",
              Shape.oneOf("caught_up", "behind", "waiting", "done", "gone", "failed"),
              file -> file.state().name().toLowerCase(Locale.ROOT))
          .field("readBytes", Shape.LONG, TailReport.FileStatus::readBytes)
          .field("sizeBytes", Shape.LONG, TailReport.FileStatus::sizeBytes)
          .field("lagBytes", Shape.LONG, TailReport.FileStatus::lagBytes)
          .field("entries", Shape.LONG, TailReport.FileStatus::entries)
          .optional("lastRead", Shape.INSTANT, TailReport.FileStatus::lastRead)
          .optional("error", Shape.STRING, TailReport.FileStatus::error);

  private static final Shape<TailReport.Ignored> IGNORED =
      Shape.<TailReport.Ignored>object("IgnoredFile")
          .field("path", Shape.STRING, file -> file.path().toString())
          .field("reason", Shape.STRING, TailReport.Ignored::reason);

  private static final Shape<LogSenders.Sender> SENDER =
      Shape.<LogSenders.Sender>object("LogSender")
          .field("way", Shape.STRING, LogSenders.Sender::way)
          .field("name", Shape.STRING, LogSenders.Sender::name)
          .field("stored", Shape.LONG, LogSenders.Sender::stored)
          .field("refused", Shape.LONG, LogSenders.Sender::refused)
          .optional("last", Shape.INSTANT, LogSenders.Sender::last);

  private record Sources(TailReport report, List<LogSenders.Sender> senders) {}

  private static final Shape<Sources> SOURCES =
      Shape.<Sources>object("Sources")
          .field("files", Shape.list(FILE), all -> all.report().files())
          .field("ignored", Shape.list(IGNORED), all -> all.report().ignored())
          .field("paused", Shape.BOOLEAN, all -> all.report().paused())
          .field("entries", Shape.LONG, all -> all.report().totals().entries())
          .field("bytes", Shape.LONG, all -> all.report().totals().bytes())
          .field("refused", Shape.LONG, all -> all.report().totals().refused())
          .field("waits", Shape.LONG, all -> all.report().totals().waits())
          .field("senders", Shape.list(SENDER), Sources::senders);

  private final Supplier<TailReport> sources;

  private final LogSenders senders;

  SourcesResource(Supplier<TailReport> sources, LogSenders senders) {
    this.senders = senders;
    this.sources = sources;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get(
            "/api/sources",
            "Log files that are followed, how far each was read, and why others are not; senders.",
            List.of(
                Parameter.optional(
                    "path", "Only files whose path contains this; those that no input names too.")),
            SOURCES,
            call ->
                new Sources(
                    sources.get().matching(call.param("path").orElse("")), senders.list())));
  }
}
