package io.mallwatch.server.drill;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A drill as text: a table for people, JSON for programs.
public final class DrillReport {

  private static final String ROW = "%-28s %-32s %8s  %-12s %-8s %8s  %s%n";

  private DrillReport() {}

  public static String head() {
    return ROW.formatted("FAULT", "RULE", "FIRED", "INCIDENT", "NOTIFIED", "RESOLVED", "MISSED");
  }

  public static String row(DrillOutcome outcome) {
    return ROW.formatted(
        outcome.fault(),
        outcome.rule(),
        seconds(outcome.firedAfter()),
        Objects.requireNonNullElse(outcome.incident(), "-"),
        outcome.notified() ? "yes" : "no",
        seconds(outcome.resolvedAfter()),
        outcome.isWhole() ? "-" : String.join(",", outcome.missed()));
  }

  private static String seconds(@Nullable Duration time) {
    return time == null ? "-" : time.toSeconds() + "s";
  }

  /// @param by who ran it
  public static String json(List<DrillOutcome> outcomes, String by) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
      out.writeStartObject();
      out.writeStringField("by", by);
      out.writeBooleanField("whole", outcomes.stream().allMatch(DrillOutcome::isWhole));
      out.writeArrayFieldStart("outcomes");
      for (DrillOutcome outcome : outcomes) {
        write(out, outcome);
      }
      out.writeEndArray();
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator out, DrillOutcome outcome) throws IOException {
    out.writeStartObject();
    out.writeStringField("fault", outcome.fault());
    out.writeStringField("rule", outcome.rule());
    writeSeconds(out, "firedAfter", outcome.firedAfter());
    if (outcome.incident() != null) {
      out.writeStringField("incident", outcome.incident());
    }
    out.writeBooleanField("notified", outcome.notified());
    writeSeconds(out, "resolvedAfter", outcome.resolvedAfter());
    out.writeArrayFieldStart("missed");
    for (String what : outcome.missed()) {
      out.writeString(what);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void writeSeconds(JsonGenerator out, String name, @Nullable Duration time)
      throws IOException {
    if (time != null) {
      out.writeNumberField(name, time.toMillis() / 1000.0);
    }
  }
}
