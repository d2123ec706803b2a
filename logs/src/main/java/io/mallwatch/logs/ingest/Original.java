package io.mallwatch.logs.ingest;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an entry was made of; pipelines work on this rather than on what was made of it.
public sealed interface Original {

  /// Nothing but the entry itself is known.
  Original ENTRY = new Entry();

  /// See [#ENTRY].
  record Entry() implements Original {}

  /// The members of a JSON object, as they came.
  record Members(Map<String, @Nullable Object> values) implements Original {}

  /// A line of text. Pipelines see what was found in it, and the line itself as the message.
  record Line(String text) implements Original {}
}
