package io.mallwatch.logs.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.mallwatch.model.BadQueryException;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Walks the lines of an Elasticsearch bulk body: an action, then, for `index` and `create`, the
/// document. Looks at documents only to find where they end. Not thread-safe.
final class BulkBody {

  private static final byte NEWLINE = '\n';

  private final JsonFactory json;
  private final byte[] body;
  private final int end;
  private final @Nullable String defaultIndex;
  private final BulkIntake.Limits limits;
  private int at;
  private int line;
  private @Nullable Action last;
  private int lastFrom;
  private int lastLength;

  BulkBody(
      JsonFactory json,
      byte[] body,
      int from,
      int length,
      @Nullable String defaultIndex,
      BulkIntake.Limits limits) {
    this.json = json;
    this.body = body;
    this.at = from;
    this.end = from + length;
    this.defaultIndex = defaultIndex;
    this.limits = limits;
  }

  /// What one item asks for.
  ///
  /// @param operation `index`, `create`, `update` or `delete`
  /// @param index where, or empty when neither the line nor the request says
  /// @param pipeline asked for by the line; null when it does not say
  /// @param from offset of the document; meaningless for `delete`
  record Item(
      String operation,
      String index,
      @Nullable String id,
      @Nullable String pipeline,
      int from,
      int length) {}

  /// Calls `sink` with every item.
  ///
  /// @throws BadQueryException at a line that is no action, with its number: nothing behind it can
  ///   be understood; or past the most items
  void read(Consumer<Item> sink) {
    int items = 0;
    while (skipBlankLines()) {
      if (++items > limits.items()) {
        throw new BadQueryException(
            "the bulk request has more than %d items".formatted(limits.items()), at);
      }
      int actionAt = at;
      int actionLine = line;
      int actionLength = nextLine();
      Action action = sameOrRead(actionAt, actionLength, actionLine);
      if (action.operation.equals("delete")) {
        sink.accept(new Item("delete", action.index, action.id, null, at, 0));
        continue;
      }
      if (at >= end) {
        throw malformed(actionLine, "the document is missing");
      }
      int from = at;
      sink.accept(
          new Item(action.operation, action.index, action.id, action.pipeline, from, nextLine()));
    }
  }

  private boolean skipBlankLines() {
    while (at < end && (body[at] == NEWLINE || body[at] == '\r' || body[at] == ' ')) {
      if (body[at] == NEWLINE) {
        line++;
      }
      at++;
    }
    return at < end;
  }

  /// Steps over a line and returns its length without the line break.
  private int nextLine() {
    int from = at;
    while (at < end && body[at] != NEWLINE) {
      at++;
    }
    int length = at - from;
    at = Math.min(end, at + 1);
    line++;
    return length;
  }

  private record Action(
      String operation, String index, @Nullable String id, @Nullable String pipeline) {}

  /// The action before, when this line is the same to the byte: most bodies repeat one.
  private Action sameOrRead(int from, int length, int number) {
    Action same = last;
    if (same == null
        || !Arrays.equals(body, lastFrom, lastFrom + lastLength, body, from, from + length)) {
      same = action(from, length, number);
      last = same;
      lastFrom = from;
      lastLength = length;
    }
    return same;
  }

  private Action action(int from, int length, int number) {
    if (length > limits.lineBytes()) {
      throw malformed(number, "longer than %d bytes".formatted(limits.lineBytes()));
    }
    try (JsonParser parser = json.createParser(body, from, length)) {
      if (parser.nextToken() != JsonToken.START_OBJECT
          || parser.nextToken() != JsonToken.FIELD_NAME) {
        throw malformed(number, "expected an object with one action");
      }
      String operation = parser.currentName();
      switch (operation) {
        case "index", "create", "update", "delete" -> {}
        default -> throw malformed(number, "unknown action [%s]".formatted(operation));
      }
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw malformed(number, "expected an object behind [%s]".formatted(operation));
      }
      return parameters(parser, operation);
    } catch (IOException e) {
      throw malformed(number, "not JSON");
    }
  }

  private Action parameters(JsonParser parser, String asked) throws IOException {
    String operation = asked;
    String index = defaultIndex == null ? "" : defaultIndex;
    String id = null;
    String pipeline = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      boolean scalar = value.isScalarValue() && value != JsonToken.VALUE_NULL;
      switch (name) {
        case "_index" -> index = scalar ? parser.getText() : index;
        case "_id" -> id = scalar ? parser.getText() : null;
        case "pipeline" -> pipeline = scalar ? parser.getText() : null;
        case "op_type" -> operation = scalar ? parser.getText() : operation;
        default -> parser.skipChildren();
      }
    }
    return new Action(operation, index, id, pipeline);
  }

  private static BadQueryException malformed(int number, String what) {
    return new BadQueryException(
        "Malformed action/metadata line [%d], %s".formatted(number + 1, what), number);
  }
}
