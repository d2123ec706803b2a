package io.mallwatch.ops.health;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/// The outcomes of a check for machines.
public final class HealthReport {

  private HealthReport() {}

  public static String json(URI url, List<HealthOutcome> outcomes) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
      out.writeStartObject();
      out.writeStringField("url", url.toString());
      out.writeBooleanField("good", outcomes.stream().allMatch(HealthOutcome::good));
      out.writeArrayFieldStart("checks");
      for (HealthOutcome outcome : outcomes) {
        out.writeStartObject();
        out.writeStringField("name", outcome.probe().name());
        out.writeStringField("path", outcome.probe().address());
        out.writeBooleanField("good", outcome.good());
        out.writeNumberField("status", outcome.status());
        out.writeStringField("detail", outcome.detail());
        out.writeNumberField("tries", outcome.tries());
        out.writeNumberField("millis", outcome.millis());
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /// The XML that continuous integration reads: a test for each probe.
  public static String junit(URI url, List<HealthOutcome> outcomes) {
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    long bad = outcomes.stream().filter(outcome -> !outcome.good()).count();
    double seconds = outcomes.stream().mapToLong(HealthOutcome::millis).sum() / 1000.0;
    xml.append(
        String.format(
            Locale.ROOT,
            "<testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" time=\"%.3f\">%n",
            escape("mallwatch check " + url),
            outcomes.size(),
            bad,
            seconds));
    for (HealthOutcome outcome : outcomes) {
      xml.append(
          String.format(
              Locale.ROOT,
              "  <testcase classname=\"health\" name=\"%s\" time=\"%.3f\"",
              escape(outcome.probe().name()),
              outcome.millis() / 1000.0));
      if (outcome.good()) {
        xml.append("/>\n");
      } else {
        xml.append(">\n    <failure message=\"%s\"/>\n".formatted(escape(outcome.text())));
        xml.append("  </testcase>\n");
      }
    }
    return xml.append("</testsuite>\n").toString();
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replaceAll("\\p{Cntrl}", " ");
  }
}
