package io.mallwatch.doors.api;

import io.mallwatch.doors.api.describe.ApiParams;
import io.mallwatch.doors.api.describe.Endpoint;
import io.mallwatch.doors.api.describe.Endpoint.Parameter;
import io.mallwatch.doors.api.describe.Shape;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.logs.LogBatch;
import io.mallwatch.logs.lines.LineFormat;
import io.mallwatch.logs.lines.LineIntake;
import io.mallwatch.logs.lines.LineIntake.Event;
import io.mallwatch.logs.lines.Multiline;
import io.mallwatch.logs.tail.TextEncoding;
import io.mallwatch.model.StoreOverloadedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `POST /api/logs/lines`: JSON objects and lines of text, one below the other.
final class LogLinesResource {

  private static final int BATCH = 2_000;
  private static final int ID_PART = 16;

  private static final Shape<LineIntake.Taken> TAKEN =
      Shape.<LineIntake.Taken>object("TakenLines")
          .field("stored", Shape.INTEGER, LineIntake.Taken::stored)
          .field("existing", Shape.INTEGER, LineIntake.Taken::existing)
          .field("unparsed", Shape.INTEGER, LineIntake.Taken::unparsed);

  private final LineIntake lines;

  LogLinesResource(LineIntake lines) {
    this.lines = lines;
  }

  List<Endpoint> endpoints() {
    return List.of(
        new Endpoint(
            "POST",
            "/api/logs/lines",
            "Stores lines, JSON objects or text, one below the other. A line that fits no form is"
                + " kept whole. With a header `Idempotency-Key`, lines of a body that is sent again"
                + " are not stored twice.",
            List.of(
                Parameter.optional("service", "Who wrote lines that don't say; default `unknown`."),
                Parameter.optional(
                    "format",
                    "What lines look like, as `logs.tail.format`; default `auto`, line by line."),
                Parameter.optional(
                    "multiline",
                    "Which lines belong together, as `logs.tail.multiline`; default `off`."),
                Parameter.optional(
                    "pipeline", "Pipeline in place of the configured one; `_none` for none.")),
            List.of(),
            new Endpoint.Answer(200, Reply.JSON, TAKEN),
            call -> Endpoint.json(200, TAKEN, store(call))));
  }

  private LineIntake.Taken store(Call call) {
    LineIntake.Origin origin =
        new LineIntake.Origin(
            format(call),
            call.param("service").orElse("unknown"),
            call.param("pipeline").orElse(null),
            Map.of());
    String key = call.header("idempotency-key").orElse("");
    if (key.length() > LogBatch.MAX_ID - ID_PART) {
      throw new RefusedException(Problem.bad("Idempotency-Key: is too long"));
    }
    List<Event> events = events(call.body(), origin.format().multiline(multiline(call)));
    int stored = 0;
    int existing = 0;
    int unparsed = 0;
    for (int from = 0; from < events.size(); from += BATCH) {
      List<Event> some = events.subList(from, Math.min(events.size(), from + BATCH));
      try {
        LineIntake.Taken taken = lines.accept(some, ids(key, from, some.size()), origin);
        stored += taken.stored();
        existing += taken.existing();
        unparsed += taken.unparsed();
      } catch (StoreOverloadedException e) {
        throw new RefusedException(
            Problem.overloaded(
                "%s; the first %d of %d lines are stored"
                    .formatted(e.getMessage(), from, events.size())));
      }
    }
    return new LineIntake.Taken(stored, existing, unparsed);
  }

  private static List<String> ids(String key, int from, int count) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count && !key.isEmpty(); i++) {
      ids.add(key + "-" + (from + i));
    }
    return ids;
  }

  private static LineFormat format(Call call) {
    String text = call.param("format").orElse("auto");
    for (LineFormat format : LineFormat.values()) {
      if (format.text().equals(text) && format != LineFormat.DOCKER && format != LineFormat.CRI) {
        return format;
      }
    }
    throw ApiParams.bad(
        "format", "'%s' is no format of lines".formatted(text.toLowerCase(Locale.ROOT)));
  }

  private static Multiline multiline(Call call) {
    try {
      return Multiline.parse(call.param("multiline").orElse("off"));
    } catch (IllegalArgumentException e) {
      throw ApiParams.bad("multiline", String.valueOf(e.getMessage()));
    }
  }

  private static List<Event> events(byte[] body, Multiline multiline) {
    List<Event> events = new ArrayList<>();
    @Nullable StringBuilder open = null;
    String first = "";
    String previous = "";
    int count = 0;
    int at = 0;
    while (at < body.length) {
      int end = at;
      while (end < body.length && body[end] != '\n') {
        end++;
      }
      int stop = end > at && body[end - 1] == '\r' ? end - 1 : end;
      String line = TextEncoding.AUTO.decode(body, at, stop);
      at = end + 1;
      if (line.isBlank()) {
        continue;
      }
      if (open != null
          && count < Multiline.MAX_LINES
          && multiline.mayGoOn(first)
          && multiline.continues(first, previous, line)) {
        open.append('\n').append(line);
        count++;
      } else {
        if (open != null) {
          events.add(new Event(open.toString(), false));
        }
        open = new StringBuilder(line);
        first = line;
        count = 1;
      }
      previous = line;
    }
    if (open != null) {
      events.add(new Event(open.toString(), false));
    }
    return events;
  }
}
