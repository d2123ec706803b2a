package io.mallwatch.metrics.push;

import io.mallwatch.model.Labels;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/// Reads grouping keys from URLs such as `/job/backup/shop@base64/5LiK5rW3`.
public final class PushPath {

  private static final String BASE64 = "@base64";
  private static final String LABEL_NAME = "[a-zA-Z_][a-zA-Z0-9_]*";

  private PushPath() {}

  /// @param path what follows `/metrics`, still percent-encoded
  /// @throws IllegalArgumentException with a text for the one who pushed
  public static Labels parse(String path) {
    String[] parts = (path.startsWith("/") ? path.substring(1) : path).split("/", -1);
    if (parts.length < 2 || parts.length % 2 != 0) {
      throw new IllegalArgumentException(
          "odd number of components in \"%s\": names and values take turns".formatted(path));
    }
    Map<String, String> labels = new TreeMap<>();
    for (int i = 0; i < parts.length; i += 2) {
      String name = decode(parts[i]);
      boolean encoded = name.endsWith(BASE64);
      name = encoded ? name.substring(0, name.length() - BASE64.length()) : name;
      boolean job = name.equals("job");
      if ((i == 0) != job) {
        throw new IllegalArgumentException("job comes first, and once");
      }
      if (!name.matches(LABEL_NAME) || name.startsWith("__")) {
        throw new IllegalArgumentException("improper label name \"%s\"".formatted(name));
      }
      String value = decode(parts[i + 1]);
      value = encoded ? base64(name, value) : value;
      if (job && value.isEmpty()) {
        throw new IllegalArgumentException("job name is required");
      }
      labels.put(name, value);
    }
    return Labels.of(labels);
  }

  private static String decode(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static String base64(String name, String value) {
    int end = value.length();
    while (end > 0 && value.charAt(end - 1) == '=') {
      end--;
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(value.substring(0, end));
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "invalid base64 encoding for label %s=\"%s\"".formatted(name, value), e);
    }
  }
}
