package io.mallwatch.alerts.notify.vendor;

import io.mallwatch.alerts.notify.Delivery;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a vendor has answered.
///
/// @param body its first 64 KiB as text
/// @param retryAfter what the header of that name says; zero without it
public record Answer(int status, String body, Duration retryAfter) {

  private static final int MAX_SHOWN = 300;

  /// 2xx.
  public boolean isGood() {
    return status / 100 == 2;
  }

  /// The body as JSON object; empty when it is none.
  public Map<String, @Nullable Object> json() {
    return Json.object(body);
  }

  /// The value at `path` of the body as text; empty when there is none.
  public String text(String... path) {
    @Nullable Object at = json();
    for (String name : path) {
      at = at instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return at == null ? "" : at.toString();
  }

  /// The objects of the list at `path`.
  public List<Map<String, @Nullable Object>> list(String... path) {
    return Json.list(json(), path);
  }

  /// The number at `path`; empty when there is none.
  public Optional<Long> number(String... path) {
    String text = text(path);
    return text.matches("-?[0-9]{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
  }

  /// What plain HTTP says: 2xx is good, 429 and 5xx are worth a retry, the rest is final.
  public Delivery byStatus() {
    if (isGood()) {
      return new Delivery.Sent();
    }
    String reason = "unexpected status code " + status + said();
    if (status == 429 || status / 100 == 5) {
      return new Delivery.Retry(reason, retryAfter);
    }
    return new Delivery.Failed(reason);
  }

  /// The beginning of the body, for messages.
  public String said() {
    String text = body.strip().replaceAll("\\s+", " ");
    return text.isEmpty() ? "" : ": " + Utf8.cut(text, MAX_SHOWN);
  }
}
