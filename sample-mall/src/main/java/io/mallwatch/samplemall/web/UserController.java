package io.mallwatch.samplemall.web;

import io.mallwatch.samplemall.shop.Levels;
import io.mallwatch.samplemall.shop.MallException;
import io.mallwatch.samplemall.shop.Users;
import io.mallwatch.starter.business.SecurityAuditLogger;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Accounts and levels.
@RestController
@RequestMapping("/api/v1/users")
class UserController {
  private static final int PAGE = 20;

  private final Users users;
  private final Levels levels;
  private final SecurityAuditLogger audit;

  UserController(Users users, Levels levels, SecurityAuditLogger audit) {
    this.users = users;
    this.levels = levels;
    this.audit = audit;
  }

  /// Who wants an account.
  record Registration(String username, String nickname, String password) {}

  /// Who wants in.
  record Credentials(String username, String password) {}

  @PostMapping("/register")
  @ResponseStatus(HttpStatus.CREATED)
  Map<String, Long> register(@RequestBody Registration wanted) {
    return Map.of(
        "userId", users.register(wanted.username(), wanted.nickname(), wanted.password()));
  }

  @PostMapping("/login")
  Users.LoggedIn login(@RequestBody Credentials credentials, HttpServletRequest request) {
    return users.login(credentials.username(), credentials.password(), Caller.device(request));
  }

  @GetMapping("/me")
  Users.Profile me(HttpServletRequest request) {
    return users.profile(Caller.userId(request));
  }

  @GetMapping("/me/upgrade")
  Levels.Prospect prospect(HttpServletRequest request) {
    return levels.prospect(Caller.userId(request));
  }

  @PostMapping("/me/upgrade")
  Levels.Upgrade upgrade(HttpServletRequest request) {
    return levels.upgrade(Caller.userId(request));
  }

  /// The newest accounts, for administrators only.
  @GetMapping
  List<Users.Profile> newest(HttpServletRequest request) {
    long userId = Caller.userId(request);
    boolean granted = users.profile(userId).role().equals("admin");
    audit.logPermissionCheck(Long.toString(userId), "users", "list", granted);
    if (!granted) {
      throw new MallException(403, "not_admin", "for administrators only");
    }
    return users.newest(PAGE);
  }
}
