package io.mallwatch.starter.request;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A request's address as it may stand in a log line: values of telling query parameters masked,
/// cut at 512 characters.
final class LoggedUrl {
  static final int MAX_LENGTH = 512;
  private static final Pattern TELLING =
      Pattern.compile(
          "(?i)((?:^|&)[^=&]*(?:pass|pwd|token|secret|auth|key|code|phone|mobile|idcard|card)[^=&]*=)[^&]*");

  private LoggedUrl() {}

  static String of(String path, @Nullable String query) {
    String url = query == null ? path : path + "?" + TELLING.matcher(query).replaceAll("$1***");
    return url.length() <= MAX_LENGTH ? url : url.substring(0, MAX_LENGTH);
  }
}
