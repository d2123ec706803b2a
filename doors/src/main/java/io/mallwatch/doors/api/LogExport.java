package io.mallwatch.doors.api;

import io.mallwatch.doors.http.Json;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.logs.LogFilter;
import io.mallwatch.logs.LogHit;
import io.mallwatch.logs.LogQuery;
import io.mallwatch.logs.LogStore;
import io.mallwatch.logs.query.LogFields;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.TimeRange;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Sends every entry that passes, page by page, so that memory holds one page whatever the result's
/// size.
final class LogExport implements Reply.Stream.Writer {

  private static final int PAGE = 1_000;

  private final LogStore logs;
  private final TimeRange range;
  private final LogFilter filter;
  private final Form form;

  LogExport(LogStore logs, TimeRange range, LogFilter filter, Form form) {
    this.logs = logs;
    this.range = range;
    this.filter = filter;
    this.form = form;
  }

  @Override
  public void writeTo(Reply.Stream.Sink sink) throws InterruptedException {
    @Nullable String after = null;
    byte[] head = form.head();
    if (head.length > 0) {
      sink.write(head);
    }
    while (true) {
      List<LogHit> hits =
          logs.search(
                  new LogQuery(
                      "*",
                      range,
                      filter,
                      LogQuery.Order.NEWEST_FIRST,
                      0,
                      PAGE,
                      after,
                      1,
                      Deadline.NEVER))
              .hits();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      for (LogHit hit : hits) {
        out.writeBytes(form.row(hit));
      }
      if (out.size() > 0) {
        sink.write(out.toByteArray());
      }
      if (hits.size() < PAGE) {
        return;
      }
      after = hits.getLast().cursor();
    }
  }

  /// How an entry is written.
  sealed interface Form {
    String contentType();

    String suffix();

    byte[] head();

    byte[] row(LogHit hit);
  }

  /// One JSON object a line.
  record Ndjson() implements Form {
    @Override
    public String contentType() {
      return "application/x-ndjson";
    }

    @Override
    public String suffix() {
      return "ndjson";
    }

    @Override
    public byte[] head() {
      return new byte[0];
    }

    @Override
    public byte[] row(LogHit hit) {
      byte[] json = Json.write(out -> LogShapes.ROW.write(out, hit));
      byte[] line = java.util.Arrays.copyOf(json, json.length + 1);
      line[json.length] = '\n';
      return line;
    }
  }

  /// RFC 4180, UTF-8 with the mark that spreadsheets want. A value that a spreadsheet would take
  /// for a formula gets an apostrophe in front.
  record Csv(List<String> columns) implements Form {

    private static final List<String> COLUMNS =
        List.of(
            "timestamp",
            "level",
            "service",
            "message",
            "category",
            "action",
            "requestId",
            "userId",
            "traceId",
            "durationMillis",
            "error.name",
            "error.message");

    static Csv of(List<String> wanted) {
      return new Csv(wanted.isEmpty() ? COLUMNS : wanted);
    }

    @Override
    public String contentType() {
      return "text/csv; charset=utf-8";
    }

    @Override
    public String suffix() {
      return "csv";
    }

    @Override
    public byte[] head() {
      return bytes("\uFEFF" + line(columns));
    }

    @Override
    public byte[] row(LogHit hit) {
      return bytes(
          line(
              columns.stream()
                  .map(name ->
                      String.join("; ", LogFields.values(hit.entry(), LogFields.canonical(name))))
                  .toList()));
    }

    private static String line(List<String> cells) {
      return cells.stream().map(Csv::cell).collect(Collectors.joining(",")) + "\r\n";
    }

    private static String cell(String value) {
      boolean formula =
          !value.isEmpty()
              && "=+-@\t\r".indexOf(value.charAt(0)) >= 0
              && !value.matches("-?\\d+(\\.\\d+)?");
      String safe = formula ? "'" + value : value;
      return safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
          ? '"' + safe.replace("\"", "\"\"") + '"'
          : safe;
    }

    private static byte[] bytes(String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }
}
