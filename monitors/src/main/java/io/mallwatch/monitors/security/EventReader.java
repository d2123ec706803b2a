package io.mallwatch.monitors.security;

import io.mallwatch.model.LogEntry;
import io.mallwatch.monitors.security.SecurityEvent.EntryRef;
import io.mallwatch.monitors.security.SecurityEvent.Kind;
import io.mallwatch.monitors.security.SecurityEvent.Place;
import io.mallwatch.monitors.security.sigma.Fields;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads entries: those of the mall's own loggers, access logs, and entries with the fields of the
/// Elastic Common Schema. An entry that means nothing for security costs a few look-ups.
final class EventReader {

  private static final String[] IP = {
    "ip",
    "clientIp",
    "client_ip",
    "remote_addr",
    "remoteAddr",
    "remote_ip",
    "deviceInfo.ip",
    "details.ip",
    "source.ip",
    "client.ip"
  };
  private static final String[] DEVICE = {
    "deviceId",
    "device_id",
    "deviceInfo.deviceId",
    "userAgent",
    "user_agent",
    "deviceInfo.userAgent",
    "http_user_agent",
    "user_agent.original"
  };
  private static final String[] URL = {
    "url", "uri", "request_uri", "path", "url.original", "url.full", "url.path"
  };
  private static final String[] STATUS = {
    "statusCode", "status", "status_code", "http.response.status_code"
  };
  private static final String[] ROLE = {"role", "userRole", "user.roles", "level"};
  private static final String[] USER = {"username", "user.name", "user.id", "account"};

  private static final String[] PLACES = {
    "location", "geo", "deviceInfo.location", "source.geo.location"
  };
  private static final String[] OUTCOME = {
    "success", "granted", "event.outcome", "result", "outcome"
  };

  private EventReader() {}

  /// What `entry` means.
  static SecurityEvent read(LogEntry entry, EntryRef source) {
    Map<String, Object> data = entry.data();
    Kind kind = kind(entry, data);
    return switch (kind) {
      case OTHER -> plain(entry, source);
      case REQUEST -> event(kind, entry, source, true, first(data, URL), 0);
      case LOGIN, REGISTRATION ->
          event(kind, entry, source, succeeded(data), text(data, "reason"), 0);
      case ACCESS ->
          event(
              kind,
              entry,
              source,
              succeeded(data),
              first(data, "resource", "object", "target", "url") + "#" + first(data, "objectId"),
              0);
      case EXPORT ->
          event(
              kind,
              entry,
              source,
              succeeded(data),
              first(data, "resource", "table", "report"),
              number(data, "rows", "count", "records", "details.rows"));
      case REPORT -> event(kind, entry, source, false, first(data, "activity"), 0);
      case PROFILE_VIEW ->
          event(kind, entry, source, true, first(data, "targetUserId", "viewedUserId"), 0);
      case TRANSFER ->
          event(
              kind,
              entry,
              source,
              succeeded(data),
              first(data, "toUserId", "receiverId", "to"),
              number(data, "amount"));
      case ROLE_CHANGE ->
          event(kind, entry, source, true, first(data, "toRole", "newRole", "toLevel"), 0);
      case CREDENTIAL_CHANGE, WITHDRAWAL ->
          event(kind, entry, source, succeeded(data), "", number(data, "amount"));
    };
  }

  private static SecurityEvent plain(LogEntry entry, EntryRef source) {
    return new SecurityEvent(
        Kind.OTHER, entry.timestamp(), "", "", "", "", true, "", 0, 0, null, entry, source);
  }

  private static SecurityEvent event(
      Kind kind, LogEntry entry, EntryRef source, boolean success, String object, double amount) {
    Map<String, Object> data = entry.data();
    String user = entry.userId() == null ? first(data, USER) : entry.userId();
    return new SecurityEvent(
        kind,
        entry.timestamp(),
        first(data, IP),
        user,
        first(data, DEVICE),
        first(data, ROLE).toLowerCase(Locale.ROOT),
        success,
        object,
        amount,
        (int) number(data, STATUS),
        kind == Kind.LOGIN ? place(data) : null,
        entry,
        source);
  }

  private static Kind kind(LogEntry entry, Map<String, Object> data) {
    String action = entry.action();
    if (action == null && data.containsKey("event.action")) {
      action = text(data, "event.action");
    }
    if (action != null) {
      Kind kind =
          switch (action) {
            case "login", "user_login", "signin", "sign_in", "log_in", "user-login", "logged-in" ->
                Kind.LOGIN;
            case "register", "registration", "user_register", "signup", "sign_up" ->
                Kind.REGISTRATION;
            case "permission_check", "access_check", "authorization" -> Kind.ACCESS;
            case "suspicious_activity" -> Kind.REPORT;
            case "export", "data_export", "download_report", "bulk_export" -> Kind.EXPORT;
            case "view_user", "view_profile", "user_detail" -> Kind.PROFILE_VIEW;
            case "password_change",
                "password_reset",
                "phone_change",
                "mfa_change",
                "mfa_disable",
                "email_change" ->
                Kind.CREDENTIAL_CHANGE;
            case "withdraw", "withdrawal", "points_withdraw" -> Kind.WITHDRAWAL;
            case "points_transfer", "transfer" -> Kind.TRANSFER;
            case "role_change", "level_change", "grant_role" -> Kind.ROLE_CHANGE;
            default -> Kind.OTHER;
          };
      if (kind != Kind.OTHER) {
        return kind;
      }
    }
    return !data.isEmpty() && Fields.hasUrl(data) ? Kind.REQUEST : Kind.OTHER;
  }

  private static boolean succeeded(Map<String, Object> data) {
    for (String name : OUTCOME) {
      Object value = at(data, name);
      if (value != null) {
        String text = value.toString();
        return text.equals("true") || text.equals("success") || text.equals("granted");
      }
    }
    return true;
  }

  private static @Nullable Place place(Map<String, Object> data) {
    for (String name : PLACES) {
      if (at(data, name) instanceof Map<?, ?> place) {
        Double latitude = degrees(place, "lat", "latitude");
        Double longitude = degrees(place, "lon", "longitude");
        if (latitude != null && longitude != null) {
          return new Place(latitude, longitude);
        }
      }
    }
    return null;
  }

  private static @Nullable Double degrees(Map<?, ?> place, String shortName, String longName) {
    Object value = place.containsKey(shortName) ? place.get(shortName) : place.get(longName);
    return value instanceof Number number ? Double.valueOf(number.doubleValue()) : null;
  }

  /// The first of these fields that has a text.
  static String first(Map<String, Object> data, String... names) {
    for (String name : names) {
      String text = text(data, name);
      if (!text.isEmpty()) {
        return text;
      }
    }
    return "";
  }

  private static double number(Map<String, Object> data, String... names) {
    for (String name : names) {
      Object value = at(data, name);
      if (value instanceof Number number) {
        return number.doubleValue();
      }
      if (value instanceof String text && text.matches("-?\\d{1,9}(\\.\\d{1,9})?")) {
        return Double.parseDouble(text);
      }
    }
    return 0;
  }

  static String text(Map<String, Object> data, String name) {
    Object value = at(data, name);
    return value == null || value instanceof Map<?, ?> ? "" : value.toString();
  }

  private static @Nullable Object at(Map<String, Object> data, String name) {
    return Fields.at(data, name);
  }
}
