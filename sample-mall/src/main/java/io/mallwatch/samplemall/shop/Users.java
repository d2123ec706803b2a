package io.mallwatch.samplemall.shop;

import io.mallwatch.samplemall.store.SessionStore;
import io.mallwatch.starter.business.BusinessMetrics;
import io.mallwatch.starter.business.SecurityAuditLogger;
import io.mallwatch.starter.business.UserActivityLogger;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;

/// Accounts: registration, log-in with a lock after too many failures, profiles.
public final class Users {
  /// After so many failures in a row an account is locked.
  public static final int MAX_FAILURES = 5;

  private static final long LOCK_SECONDS = 60;

  private final JdbcClient jdbc;
  private final SessionStore sessions;
  private final Passwords passwords;
  private final BusinessMetrics metrics;
  private final UserActivityLogger activity;
  private final SecurityAuditLogger audit;
  private final InstantSource clock;
  private final RandomGenerator random;

  public Users(
      JdbcClient jdbc,
      SessionStore sessions,
      Watch watch,
      InstantSource clock,
      RandomGenerator random) {
    this.jdbc = jdbc;
    this.sessions = sessions;
    this.passwords = new Passwords(random);
    this.metrics = watch.metrics();
    this.activity = watch.activity();
    this.audit = watch.audit();
    this.clock = clock;
    this.random = random;
  }

  /// To whom the mall tells what happens.
  public record Watch(
      BusinessMetrics metrics, UserActivityLogger activity, SecurityAuditLogger audit) {}

  /// An account as its owner sees it.
  public record Profile(
      long id, String username, String nickname, String role, String level, BigDecimal points) {}

  /// A session that began.
  public record LoggedIn(String token, long userId, String level) {}

  private record Account(
      long id,
      String passwordHash,
      String level,
      int failedLogins,
      @Nullable LocalDateTime lockedUntil) {}

  /// Creates an account.
  ///
  /// @throws MallException 409 if the name is taken, 400 if name or password is too short or long
  public long register(String username, String nickname, String password) {
    if (!username.matches("\\w{3,32}") || password.length() < 8 || password.length() > 128) {
      throw new MallException(
          400,
          "bad_registration",
          "name: 3 to 32 letters or digits; password: 8 to 128 characters");
    }
    var key = new GeneratedKeyHolder();
    try {
      jdbc.sql(
              "INSERT INTO users (username, nickname, password_hash, created_at)"
                  + " VALUES (?, ?, ?, ?)")
          .params(List.of(username, nickname, passwords.hash(password), Times.now(clock)))
          .update(key, "id");
    } catch (DuplicateKeyException taken) {
      throw new MallException(409, "name_taken", "the name is taken", taken);
    }
    metrics.userRegistered();
    Number id = key.getKey();
    return id == null ? 0 : id.longValue();
  }

  /// Begins a session.
  ///
  /// @param device what is known of the caller's device
  /// @throws MallException 401 if name or password is wrong, 423 while the account is locked
  public LoggedIn login(String username, String password, Map<String, String> device) {
    Optional<Account> found =
        jdbc.sql(
                "SELECT id, password_hash, level, failed_logins, locked_until FROM users"
                    + " WHERE username = ?")
            .param(username)
            .query(Account.class)
            .optional();
    if (found.isEmpty()) {
      return refuse("unknown", device, 401, "bad_credentials");
    }
    Account account = found.get();
    LocalDateTime lockedUntil = account.lockedUntil();
    if (lockedUntil != null && lockedUntil.isAfter(Times.now(clock))) {
      return refuse(Long.toString(account.id()), device, 423, "account_locked");
    }
    if (!passwords.matches(password, account.passwordHash())) {
      countFailure(account, device);
      return refuse(Long.toString(account.id()), device, 401, "bad_credentials");
    }
    jdbc.sql(
            "UPDATE users SET failed_logins = 0, locked_until = NULL, last_login_at = ? WHERE id = ?")
        .params(List.of(Times.now(clock), account.id()))
        .update();
    String token = token();
    sessions.open(token, account.id());
    metrics.login(true);
    audit.countLogin(true);
    activity.logUserLogin(Long.toString(account.id()), device, true);
    return new LoggedIn(token, account.id(), account.level());
  }

  private void countFailure(Account account, Map<String, String> device) {
    int failures = account.failedLogins() + 1;
    boolean lock = failures >= MAX_FAILURES;
    jdbc.sql("UPDATE users SET failed_logins = ? WHERE id = ?")
        .params(List.of(lock ? 0 : failures, account.id()))
        .update();
    if (lock) {
      jdbc.sql("UPDATE users SET locked_until = ? WHERE id = ?")
          .params(List.of(Times.now(clock).plusSeconds(LOCK_SECONDS), account.id()))
          .update();
      audit.logSuspiciousActivity(
          Long.toString(account.id()),
          "brute_force",
          Map.of("failures", failures, "ip", device.getOrDefault("ip", "unknown")));
    }
  }

  private LoggedIn refuse(String userId, Map<String, String> device, int status, String code) {
    metrics.login(false);
    audit.countLogin(false);
    activity.logUserLogin(userId, device, false);
    throw new MallException(status, code, "log-in refused");
  }

  public Profile profile(long userId) {
    return jdbc.sql("SELECT id, username, nickname, role, level, points FROM users WHERE id = ?")
        .param(userId)
        .query(Profile.class)
        .optional()
        .orElseThrow(() -> new MallException(404, "no_such_user", "no user " + userId));
  }

  /// The newest accounts, for administrators.
  public List<Profile> newest(int limit) {
    return jdbc.sql(
            "SELECT id, username, nickname, role, level, points FROM users"
                + " ORDER BY id DESC LIMIT ?")
        .param(limit)
        .query(Profile.class)
        .list();
  }

  private String token() {
    byte[] bytes = new byte[24];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
