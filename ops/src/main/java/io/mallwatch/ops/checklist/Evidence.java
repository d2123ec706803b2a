package io.mallwatch.ops.checklist;

import io.mallwatch.ops.backup.store.Digests;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// What was asked, what was found, and when.
///
/// @param sha256 of kind, query, result and time, a line each; 64 hex digits
public record Evidence(String kind, String query, String result, Instant at, String sha256) {

  static final Evidence NONE = new Evidence("", "", "", Instant.EPOCH, "");

  static Evidence of(Question question, String result, Instant at) {
    return new Evidence(question.kind(), question.text(), result, at, sum(question, result, at));
  }

  private static String sum(Question question, String result, Instant at) {
    return Digests.hex(
        "%s\n%s\n%s\n%s\n"
            .formatted(question.kind(), question.text(), result, at)
            .getBytes(StandardCharsets.UTF_8));
  }

  public boolean isNone() {
    return sha256.isEmpty();
  }
}
