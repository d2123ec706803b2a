package io.mallwatch.monitors.security;

import io.mallwatch.model.LogEntry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a log entry means for security. Texts that the entry does not have are empty.
///
/// @param ip where it came from
/// @param user who did it
/// @param device user agent or id of the device
/// @param role of the user, lower-case
/// @param success whether it was granted or worked
/// @param object what it was done to: a resource, a user, a path
/// @param amount rows or bytes that were exported
/// @param status of an HTTP answer; 0 when unknown
/// @param place where the user was
/// @param entry what it was read from
/// @param source where that is stored
record SecurityEvent(
    Kind kind,
    Instant at,
    String ip,
    String user,
    String device,
    String role,
    boolean success,
    String object,
    double amount,
    int status,
    @Nullable Place place,
    LogEntry entry,
    EntryRef source) {

  /// What was done.
  enum Kind {
    LOGIN,
    REGISTRATION,
    ACCESS,
    REQUEST,
    REPORT,
    EXPORT,
    PROFILE_VIEW,
    CREDENTIAL_CHANGE,
    WITHDRAWAL,
    TRANSFER,
    ROLE_CHANGE,
    OTHER
  }

  /// In degrees.
  record Place(double latitude, double longitude) {

    private static final double EARTH_KM = 6371;

    double kilometresTo(Place other) {
      double dLat = Math.toRadians(other.latitude - latitude);
      double dLon = Math.toRadians(other.longitude - longitude);
      double a =
          Math.pow(Math.sin(dLat / 2), 2)
              + Math.cos(Math.toRadians(latitude))
                  * Math.cos(Math.toRadians(other.latitude))
                  * Math.pow(Math.sin(dLon / 2), 2);
      return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(a)));
    }
  }

  /// Where an entry is stored.
  record EntryRef(String index, String id) {}

  /// The address, or the user when there is none.
  String origin() {
    return ip.isEmpty() ? user : ip;
  }

  boolean isPrivileged() {
    return role.contains("admin") || role.contains("director") || role.equals("董事");
  }
}
