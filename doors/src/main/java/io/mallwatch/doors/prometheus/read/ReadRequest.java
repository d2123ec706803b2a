package io.mallwatch.doors.prometheus.read;

import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.model.Matcher;
import io.mallwatch.model.wire.MalformedProtoException;
import io.mallwatch.model.wire.ProtoCursor;
import java.util.ArrayList;
import java.util.List;

/// What a remote reader asks for: `prometheus.ReadRequest`.
///
/// @param wantsChunks whether the answer is to be streamed as chunks
record ReadRequest(List<Query> queries, boolean wantsChunks) {

  private static final int SAMPLES = 0;
  private static final int STREAMED_XOR_CHUNKS = 1;

  ReadRequest {
    queries = List.copyOf(queries);
  }

  /// @param fromMillis first moment, inclusive
  /// @param toMillis last moment, inclusive
  record Query(List<Matcher> matchers, long fromMillis, long toMillis) {
    Query {
      matchers = List.copyOf(matchers);
    }
  }

  /// Reads the message; of the kinds of answer it accepts the first that is known is taken.
  static ReadRequest read(byte[] message) {
    List<Query> queries = new ArrayList<>();
    List<Integer> accepted = new ArrayList<>();
    ProtoCursor cursor = new ProtoCursor(message);
    while (cursor.next()) {
      switch (cursor.field()) {
        case 1 -> queries.add(query(cursor.message()));
        case 2 -> types(cursor, accepted);
        default -> cursor.skip();
      }
    }
    if (accepted.isEmpty()) {
      return new ReadRequest(queries, false);
    }
    for (int type : accepted) {
      if (type == SAMPLES || type == STREAMED_XOR_CHUNKS) {
        return new ReadRequest(queries, type == STREAMED_XOR_CHUNKS);
      }
    }
    throw new RefusedException(
        Problem.bad("server does not support any of the requested response types: " + accepted));
  }

  /// Repeated enums come packed or one by one.
  private static void types(ProtoCursor cursor, List<Integer> types) {
    if (cursor.wireType() == ProtoCursor.LENGTH) {
      ProtoCursor packed = cursor.message();
      while (packed.position() < packed.limit()) {
        types.add((int) packed.varint());
      }
    } else {
      types.add((int) cursor.varint());
    }
  }

  private static Query query(ProtoCursor cursor) {
    long from = 0;
    long to = 0;
    List<Matcher> matchers = new ArrayList<>();
    while (cursor.next()) {
      switch (cursor.field()) {
        case 1 -> from = cursor.varint();
        case 2 -> to = cursor.varint();
        case 3 -> matchers.add(matcher(cursor.message()));
        default -> cursor.skip();
      }
    }
    return new Query(matchers, from, to);
  }

  private static Matcher matcher(ProtoCursor cursor) {
    int type = 0;
    String name = "";
    String value = "";
    while (cursor.next()) {
      switch (cursor.field()) {
        case 1 -> type = (int) cursor.varint();
        case 2 -> name = cursor.string();
        case 3 -> value = cursor.string();
        default -> cursor.skip();
      }
    }
    if (type < 0 || type > 3) {
      throw new MalformedProtoException("invalid matcher type " + type);
    }
    try {
      return new Matcher(Matcher.Type.values()[type], name, value);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(Problem.bad(String.valueOf(e.getMessage())));
    }
  }
}
