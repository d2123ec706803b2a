package io.mallwatch.doors.elasticsearch.wire;

import io.mallwatch.doors.http.Head;
import io.mallwatch.doors.http.Reply;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Newer clients ask for a versioned media type and refuse any other.
public final class ContentTypes {

  private static final Pattern VERSIONED =
      Pattern.compile("application/vnd\\.elasticsearch\\+json;\\s*compatible-with=(\\d+)");

  private ContentTypes() {}

  /// The answer in the media type that `Accept` asks for.
  public static Reply.Whole negotiate(Reply.Whole reply, Head head) {
    if (!reply.contentType().equals(Reply.JSON)) {
      return reply;
    }
    Matcher asked = VERSIONED.matcher(head.header("accept").orElse(""));
    if (!asked.find()) {
      return reply;
    }
    return new Reply.Whole(
        reply.status(),
        "application/vnd.elasticsearch+json;compatible-with=" + asked.group(1),
        reply.body(),
        reply.headers(),
        reply.trailers());
  }
}
