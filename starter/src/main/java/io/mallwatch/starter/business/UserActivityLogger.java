package io.mallwatch.starter.business;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logs what users do. `category` and `action` are what searches filter on.
public final class UserActivityLogger {
  private static final Logger logger = LoggerFactory.getLogger("mallwatch.user-activity");

  /// Logs a log-in attempt.
  public void logUserLogin(String userId, Map<String, String> deviceInfo, boolean success) {
    logger
        .atInfo()
        .addKeyValue("category", "user_activity")
        .addKeyValue("action", "login")
        .addKeyValue("userId", userId)
        .addKeyValue("success", success)
        .addKeyValue("deviceInfo", deviceInfo)
        .log("User login attempt");
  }

  /// Logs a finished level upgrade.
  public void logUserUpgrade(String userId, String fromLevel, String toLevel, Duration duration) {
    logger
        .atInfo()
        .addKeyValue("category", "user_activity")
        .addKeyValue("action", "level_upgrade")
        .addKeyValue("userId", userId)
        .addKeyValue("fromLevel", fromLevel)
        .addKeyValue("toLevel", toLevel)
        .addKeyValue("duration", duration)
        .log("User level upgrade");
  }

  /// Logs a purchase order. The buyer is also the line's user, so that it is found with the user's
  /// other activity.
  public void logPurchaseOrder(String buyerId, String sellerId, BigDecimal amount, String status) {
    logger
        .atInfo()
        .addKeyValue("category", "business_transaction")
        .addKeyValue("action", "purchase_order")
        .addKeyValue("userId", buyerId)
        .addKeyValue("buyerId", buyerId)
        .addKeyValue("sellerId", sellerId)
        .addKeyValue("amount", amount)
        .addKeyValue("status", status)
        .log("Purchase order created");
  }
}
