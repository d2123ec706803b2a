package io.mallwatch.doors.api;

import io.mallwatch.doors.api.describe.Endpoint;
import io.mallwatch.doors.api.describe.Endpoint.Parameter;
import io.mallwatch.doors.api.describe.Shape;
import io.mallwatch.logs.tail.TailReport;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/// `/api/sources`: which log files are read, how far, and why others are not.
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

  private static final Shape<TailReport> SOURCES =
      Shape.<TailReport>object("Sources")
          .field("files", Shape.list(FILE), TailReport::files)
          .field("ignored", Shape.list(IGNORED), TailReport::ignored)
          .field("paused", Shape.BOOLEAN, TailReport::paused)
          .field("entries", Shape.LONG, report -> report.totals().entries())
          .field("bytes", Shape.LONG, report -> report.totals().bytes())
          .field("refused", Shape.LONG, report -> report.totals().refused())
          .field("waits", Shape.LONG, report -> report.totals().waits());

  private final Supplier<TailReport> sources;

  SourcesResource(Supplier<TailReport> sources) {
    this.sources = sources;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get(
            "/api/sources",
            "Log files that are followed, how far each was read, and why others are not.",
            List.of(
                Parameter.optional(
                    "path", "Only files whose path contains this; those that no input names too.")),
            SOURCES,
            call -> sources.get().matching(call.param("path").orElse(""))));
  }
}
