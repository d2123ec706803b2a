package io.mallwatch.logs.lines;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.mallwatch.logs.ingest.Timestamps;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a container runtime writes around a line of a program. A long line comes in several, all
/// but the last of them marked as part of one.
///
/// @param text without the line break
/// @param stream `stdout` or `stderr`
/// @param time when the runtime read it
/// @param isPart whether the line goes on in the next one of the same stream
public record ContainerLine(String text, String stream, @Nullable Instant time, boolean isPart) {

  private static final JsonFactory JSON = new JsonFactory();

  /// Reads a line of Docker's json-file driver; empty when it is none.
  public static Optional<ContainerLine> docker(String line) {
    if (!line.startsWith("{")) {
      return Optional.empty();
    }
    String text = null;
    String stream = "stdout";
    Instant time = null;
    try (JsonParser parser = JSON.createParser(line)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        boolean isText = parser.nextToken() == JsonToken.VALUE_STRING;
        switch (name) {
          case "log" -> text = isText ? parser.getText() : null;
          case "stream" -> stream = isText ? parser.getText() : stream;
          case "time" -> time = isText ? Timestamps.parse(parser.getText(), ZoneOffset.UTC) : null;
          default -> parser.skipChildren();
        }
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    if (text == null) {
      return Optional.empty();
    }
    boolean whole = text.endsWith("\n");
    return Optional.of(new ContainerLine(withoutEnd(text), stream, time, !whole));
  }

  /// Reads a line of the Container Runtime Interface: time, stream, tags, text; empty when it is
  /// none.
  public static Optional<ContainerLine> cri(String line) {
    int first = line.indexOf(' ');
    int second = first < 0 ? -1 : line.indexOf(' ', first + 1);
    if (second < 0) {
      return Optional.empty();
    }
    String stream = line.substring(first + 1, second);
    Instant time = Timestamps.parse(line.substring(0, first), ZoneOffset.UTC);
    if (time == null || !(stream.equals("stdout") || stream.equals("stderr"))) {
      return Optional.empty();
    }
    int third = line.indexOf(' ', second + 1);
    String tags = third < 0 ? line.substring(second + 1) : line.substring(second + 1, third);
    boolean isPart = tags.equals("P") || tags.startsWith("P:");
    boolean isWhole = tags.equals("F") || tags.startsWith("F:");
    if (!isPart && !isWhole) {
      return Optional.of(
          new ContainerLine(line.substring(second + 1), stream, time, false)); // older, without
    }
    return Optional.of(
        new ContainerLine(third < 0 ? "" : line.substring(third + 1), stream, time, isPart));
  }

  private static String withoutEnd(String text) {
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return text.substring(0, end);
  }
}
