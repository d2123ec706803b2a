package io.mallwatch.doors.oncall;

import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/// A page of plain HTML that fits a phone, light or dark as the reader's system is.
final class PlainPage {

  private static final String STYLE =
      """
      :root{color-scheme:light dark}
      body{font:16px/1.6 -apple-system,"Segoe UI","PingFang SC","Microsoft YaHei",sans-serif;
      max-width:640px;margin:0 auto;padding:20px}
      h1{font-size:20px;overflow-wrap:anywhere}
      button{width:100%;min-height:56px;font-size:18px;font-weight:600;border:0;border-radius:8px;
      background:#2f5bea;color:#fff}
      .box{border:1px solid #8888;border-radius:8px;padding:12px 16px;margin:12px 0}
      .bad{border-left:6px solid #d32f2f}.warn{border-left:6px solid #b98900}
      .good{border-left:6px solid #1f8f5f}
      .days{display:flex;gap:1px}.days span{flex:1;height:28px;background:#1f8f5f}
      .days .bad{background:#d32f2f;border:0}.days .warn{background:#b98900;border:0}
      small{opacity:.7}
      """;

  private final boolean chinese;
  private final StringBuilder body = new StringBuilder();

  PlainPage(Call call) {
    this.chinese =
        !call.header("accept-language").orElse("zh").toLowerCase(Locale.ROOT).startsWith("en");
  }

  String say(String zh, String en) {
    return chinese ? zh : en;
  }

  /// Adds markup as it is.
  PlainPage add(String markup) {
    body.append(markup).append('\n');
    return this;
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /// @param title of the window and the heading, as text
  Reply.Whole reply(int status, String title) {
    String html =
        "<!doctype html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\">"
                .formatted(say("zh-CN", "en"))
            + "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
            + "<meta name=\"robots\" content=\"noindex\"><title>%s</title>".formatted(escape(title))
            + "<style>%s</style></head><body>\n<h1>%s</h1>\n".formatted(STYLE, escape(title))
            + body
            + "</body></html>\n";
    return new Reply.Whole(
        status,
        "text/html; charset=utf-8",
        html.getBytes(StandardCharsets.UTF_8),
        Map.of(
            "cache-control",
            "no-store",
            "content-security-policy",
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self';"
                + " base-uri 'none'; frame-ancestors 'none'",
            "referrer-policy",
            "no-referrer"),
        Map.of());
  }
}
