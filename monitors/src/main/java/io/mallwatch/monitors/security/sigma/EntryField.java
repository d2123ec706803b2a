package io.mallwatch.monitors.security.sigma;

import io.mallwatch.model.LogEntry;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A field of an entry by the name that Sigma gives it. Those of requests give what was logged and,
/// where it differs, what it means decoded.
///
/// @param name as in the rule
/// @param reader of the texts; none when the entry lacks the field
record EntryField(String name, Function<LogEntry, List<String>> reader) {

  private static final List<String> URL =
      List.of("url", "uri", "request_uri", "url.original", "url.full", "path", "url.path");
  private static final List<String> AGENT =
      List.of("userAgent", "user_agent", "deviceInfo.userAgent", "user_agent.original");
  private static final List<String> METHOD = List.of("method", "http.request.method");
  private static final List<String> STATUS =
      List.of("status", "statusCode", "http.response.status_code");
  private static final List<String> IP =
      List.of("ip", "clientIp", "remote_addr", "deviceInfo.ip", "source.ip");
  private static final List<String> REFERER =
      List.of("referer", "referrer", "http.request.referrer");

  List<String> texts(LogEntry entry) {
    return reader.apply(entry);
  }

  static EntryField of(String name) {
    Function<LogEntry, List<String>> reader =
        switch (name) {
          case "cs-method", "http.method" -> entry -> first(entry, METHOD);
          case "cs-uri", "c-uri" -> entry -> decoded(first(entry, URL));
          case "cs-uri-stem", "c-uri-stem", "cs-uri-path", "c-uri-path" ->
              entry -> decoded(parts(entry, false));
          case "cs-uri-query", "c-uri-query" -> entry -> decoded(parts(entry, true));
          case "cs-user-agent", "c-useragent", "c-user-agent" -> entry -> first(entry, AGENT);
          case "cs-referer", "cs-referrer", "c-referrer" -> entry -> decoded(first(entry, REFERER));
          case "cs-host" -> entry -> first(entry, List.of("host", "url.domain", "http.host"));
          case "cs-username" ->
              entry -> entry.userId() == null ? List.of() : List.of(entry.userId());
          case "sc-status" -> entry -> first(entry, STATUS);
          case "c-ip", "src_ip", "SourceIp" -> entry -> first(entry, IP);
          case "message", "Message" -> entry -> List.of(entry.message());
          case "level" -> entry -> List.of(entry.level().text());
          case "service" -> entry -> List.of(entry.service());
          case "category" -> entry -> texts(entry.category());
          case "action" -> entry -> texts(entry.action());
          case "userId", "user" -> entry -> texts(entry.userId());
          case "requestId" -> entry -> texts(entry.requestId());
          case "traceId" -> entry -> texts(entry.traceId());
          case "error.name" -> entry -> texts(entry.error() == null ? null : entry.error().name());
          case "error.message" ->
              entry -> texts(entry.error() == null ? null : entry.error().message());
          case "error.stack" ->
              entry -> texts(entry.error() == null ? null : entry.error().stack());
          default -> entry -> plain(entry, name);
        };
    return new EntryField(name, reader);
  }

  static boolean isRequest(LogEntry entry) {
    return Fields.hasUrl(entry.data());
  }

  /// All texts of an entry that people would look for words in.
  static List<String> everything(LogEntry entry) {
    List<String> all = new ArrayList<>();
    all.add(entry.message());
    LogEntry.LogError error = entry.error();
    if (error != null) {
      all.add(error.name());
      all.add(error.message());
      all.addAll(texts(error.stack()));
    }
    gather(entry.data().values(), all);
    return all;
  }

  private static void gather(Iterable<?> values, List<String> into) {
    for (Object value : values) {
      if (value instanceof Map<?, ?> map) {
        gather(map.values(), into);
      } else if (value instanceof List<?> list) {
        gather(list, into);
      } else if (value != null) {
        into.add(value.toString());
      }
    }
  }

  private static List<String> plain(LogEntry entry, String name) {
    Object value = at(entry.data(), name.startsWith("data.") ? name.substring(5) : name);
    if (value instanceof List<?> list) {
      return list.stream().map(String::valueOf).toList();
    }
    return value == null || value instanceof Map<?, ?> ? List.of() : List.of(value.toString());
  }

  private static List<String> texts(@Nullable String text) {
    return text == null ? List.of() : List.of(text);
  }

  private static List<String> first(LogEntry entry, List<String> names) {
    for (String name : names) {
      Object value = at(entry.data(), name);
      if (value != null && !(value instanceof Map<?, ?>)) {
        return List.of(value.toString());
      }
    }
    return List.of();
  }

  private static List<String> parts(LogEntry entry, boolean query) {
    List<String> given = query ? first(entry, List.of("query", "url.query")) : List.of();
    if (!given.isEmpty()) {
      return given;
    }
    List<String> url = first(entry, URL);
    if (url.isEmpty()) {
      return url;
    }
    int mark = url.getFirst().indexOf('?');
    if (query) {
      return mark < 0 ? List.of() : List.of(url.getFirst().substring(mark + 1));
    }
    return mark < 0 ? url : List.of(url.getFirst().substring(0, mark));
  }

  private static List<String> decoded(List<String> texts) {
    if (texts.isEmpty()
        || (texts.getFirst().indexOf('%') < 0 && texts.getFirst().indexOf('+') < 0)) {
      return texts;
    }
    try {
      String plain = URLDecoder.decode(texts.getFirst(), StandardCharsets.UTF_8);
      return plain.equals(texts.getFirst()) ? texts : List.of(texts.getFirst(), plain);
    } catch (IllegalArgumentException e) {
      return texts; // not well formed: as it was logged
    }
  }

  private static @Nullable Object at(Map<String, Object> data, String name) {
    return Fields.at(data, name);
  }
}
