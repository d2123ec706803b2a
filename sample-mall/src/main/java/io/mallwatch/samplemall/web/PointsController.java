package io.mallwatch.samplemall.web;

import io.mallwatch.samplemall.shop.Points;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The caller's points. Every change answers with the new balance.
@RestController
@RequestMapping("/api/v1/points")
class PointsController {
  private final Points points;

  PointsController(Points points) {
    this.points = points;
  }

  /// To whom how much.
  record Transfer(long toUserId, BigDecimal amount) {}

  /// How much.
  record Amount(BigDecimal amount) {}

  @GetMapping("/balance")
  Map<String, BigDecimal> balance(HttpServletRequest request) {
    return balanceOf(Caller.userId(request));
  }

  @PostMapping("/transfer")
  Map<String, BigDecimal> transfer(@RequestBody Transfer transfer, HttpServletRequest request) {
    long userId = Caller.userId(request);
    points.transfer(userId, transfer.toUserId(), transfer.amount());
    return balanceOf(userId);
  }

  @PostMapping("/recharge")
  Map<String, BigDecimal> recharge(@RequestBody Amount amount, HttpServletRequest request) {
    long userId = Caller.userId(request);
    points.recharge(userId, amount.amount());
    return balanceOf(userId);
  }

  @PostMapping("/withdraw")
  Map<String, BigDecimal> withdraw(@RequestBody Amount amount, HttpServletRequest request) {
    long userId = Caller.userId(request);
    points.withdraw(userId, amount.amount());
    return balanceOf(userId);
  }

  private Map<String, BigDecimal> balanceOf(long userId) {
    return Map.of("points", points.balance(userId));
  }
}
