package io.mallwatch.logs.tail;

import io.mallwatch.logs.lines.LineFormat;
import io.mallwatch.logs.lines.Multiline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Files that are read in one way.
///
/// @param name in figures and messages
/// @param paths absolute, with `*`, `?`, `[...]`, `{a,b}` and `**` (any folders, also none)
/// @param excludes paths of the same form that are left out
/// @param service who writes them, unless a line says so itself
/// @param format how lines are read
/// @param encoding how bytes are text
/// @param multiline which lines belong together
/// @param fromEnd whether files that are there at the very first start are read from their end
/// @param ignoreOlder files not written for so long are left alone when they are first met
/// @param maxEventBytes longest line, and longest group of lines; what is longer is kept in pieces
/// @param given what its entries are given
public record TailInput(
    String name,
    List<String> paths,
    List<String> excludes,
    String service,
    LineFormat format,
    TextEncoding encoding,
    Multiline multiline,
    boolean fromEnd,
    Duration ignoreOlder,
    int maxEventBytes,
    Given given) {

  /// Longest line unless it is said otherwise.
  public static final int DEFAULT_MAX_EVENT_BYTES = 1 << 20;

  /// @param pipeline they go through in place of the configured one; null when it is not said
  /// @param fields that they have in their data, unless a line has them itself
  public record Given(@Nullable String pipeline, Map<String, String> fields, List<String> tags) {

    /// Nothing.
    public static final Given NOTHING = new Given(null, Map.of(), List.of());

    public Given {
      fields = Map.copyOf(fields);
      tags = List.copyOf(tags);
    }
  }

  public TailInput {
    if (paths.isEmpty()) {
      throw new IllegalArgumentException("an input needs at least one path");
    }
    if (maxEventBytes < 1024 || maxEventBytes > 16 << 20) {
      throw new IllegalArgumentException("a line has 1 KiB to 16 MiB at most");
    }
    paths = paths.stream().map(TailInput::absolute).toList();
    excludes = excludes.stream().map(TailInput::absolute).toList();
  }

  /// Everything found out by looking at the files.
  public static TailInput of(String name, String service, List<String> paths) {
    return new TailInput(
        name,
        paths,
        List.of(),
        service,
        LineFormat.AUTO,
        TextEncoding.AUTO,
        Multiline.auto(),
        false,
        Duration.ofDays(7),
        DEFAULT_MAX_EVENT_BYTES,
        Given.NOTHING);
  }

  private static String absolute(String pattern) {
    if (pattern.startsWith("/") || pattern.startsWith("**")) {
      return pattern;
    }
    return Path.of("").toAbsolutePath() + "/" + pattern;
  }
}
