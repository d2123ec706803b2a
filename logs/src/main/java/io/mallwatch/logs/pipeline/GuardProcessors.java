package io.mallwatch.logs.pipeline;

import io.mallwatch.logs.ingest.Masking;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.opensearch.grok.Grok;
import org.opensearch.grok.MatcherWatchdog;

/// Processors that hide values or stand for them: `fingerprint`, `redact`.
final class GuardProcessors {

  private static final int MAX_REDACTIONS = 1_000;

  private GuardProcessors() {}

  /// A digest over fields, the same for the same values whatever order they are named in.
  static Processor fingerprint(Options options) {
    List<String> fields = List.copyOf(new TreeSet<>(options.texts("fields")));
    String target = options.text("target_field", "fingerprint");
    String salt = options.text("salt", "");
    String method = options.text("method", "SHA-1");
    boolean ignoreMissing = options.flag("ignore_missing", false);
    if (fields.isEmpty()) {
      throw options.wrong("[fields] must specify at least one field");
    }
    if (!List.of("MD5", "SHA-1", "SHA-256", "SHA-512").contains(method)) {
      throw options.wrong("[method] [" + method + "] must be MD5, SHA-1, SHA-256 or SHA-512");
    }
    return document -> {
      MessageDigest digest = digest(method);
      digest.update(salt.getBytes(StandardCharsets.UTF_8));
      boolean any = false;
      for (String field : fields) {
        Object value = document.value(field);
        if (value == null && !ignoreMissing) {
          throw FieldProcessors.missing(field);
        }
        if (value != null) {
          any = true;
          digest.update((field + "\0").getBytes(StandardCharsets.UTF_8));
          digest.update((JsonTree.write(value) + "\0").getBytes(StandardCharsets.UTF_8));
        }
      }
      if (any) {
        document.set(target, Base64.getEncoder().encodeToString(digest.digest()));
      }
    };
  }

  private static MessageDigest digest(String method) {
    try {
      return MessageDigest.getInstance(method);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has them
    }
  }

  /// Hides what grok patterns find behind `<name>`; without patterns, what [Masking] knows.
  static Processor redact(Options options, MatcherWatchdog watchdog) {
    String field = options.text("field");
    boolean ignoreMissing = options.flag("ignore_missing", true);
    String prefix = options.text("prefix", "<");
    String suffix = options.text("suffix", ">");
    options.flag("skip_if_unlicensed", false);
    options.flag("trace_redact", false);
    List<Grok> groks =
        options.has("patterns") ? ParseProcessors.groks(options, watchdog) : List.of();
    Masking masking = Masking.on();
    return document -> {
      Object value = document.value(field);
      if (value == null) {
        if (!ignoreMissing) {
          throw FieldProcessors.missing(field);
        }
        return;
      }
      String text = TextProcessors.text(value);
      String safe = groks.isEmpty() ? masking.mask(text, _ -> {}) : text;
      for (Grok grok : groks) {
        safe = redacted(grok, safe, prefix, suffix);
      }
      document.set(field, safe);
    };
  }

  private static String redacted(Grok grok, String text, String prefix, String suffix) {
    String safe = text;
    for (int i = 0; i < MAX_REDACTIONS; i++) {
      Map<String, Object> found = ParseProcessors.captures(grok, safe);
      String before = safe;
      if (found != null) {
        for (Map.Entry<String, Object> one : found.entrySet()) {
          String hidden = one.getValue().toString();
          if (!hidden.isEmpty()) {
            safe = safe.replace(hidden, prefix + one.getKey() + suffix);
          }
        }
      }
      if (safe.equals(before)) {
        return safe;
      }
    }
    return safe;
  }
}
