package io.mallwatch.monitors.business.mall;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What the mall's tables, columns and values are called. Immutable.
///
/// Keys are our words (`users`, `users.level`, `orders.status.paid`); what stands for them is the
/// mall's. An empty text says that the mall has no such thing. Values of a list stand between `|`.
public final class MallSchema {

  private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$.]{0,127}");

  private static final Map<String, String> DEFAULTS = defaults();

  /// The sample mall's.
  public static final MallSchema DEFAULT = new MallSchema(DEFAULTS);

  private final Map<String, String> names;

  private MallSchema(Map<String, String> names) {
    this.names = names;
  }

  /// The default with some names replaced.
  ///
  /// @param lines `key=name`
  /// @throws IllegalArgumentException for an unknown key or a name that cannot be one
  public static MallSchema of(List<String> lines) {
    Map<String, String> names = new LinkedHashMap<>(DEFAULTS);
    for (String line : lines) {
      int equals = line.indexOf('=');
      String key = equals < 0 ? line.strip() : line.substring(0, equals).strip();
      if (equals < 0) {
        throw new IllegalArgumentException("'" + line + "' has no = between key and name");
      }
      if (!DEFAULTS.containsKey(key)) {
        throw new IllegalArgumentException("'" + key + "' is no key of the mapping");
      }
      String name = line.substring(equals + 1).strip();
      check(key, name);
      names.put(key, name);
    }
    return new MallSchema(names);
  }

  private static void check(String key, String name) {
    if (key.endsWith(".factor")) {
      if (!name.matches("\\d{1,9}(\\.\\d{1,9})?")) {
        throw new IllegalArgumentException(key + ": '" + name + "' is no number");
      }
    } else if (key.equals("times")) {
      if (!List.of("timestamp", "epoch_seconds", "epoch_millis").contains(name)) {
        throw new IllegalArgumentException(
            "times: one of timestamp, epoch_seconds, epoch_millis, not '" + name + "'");
      }
    } else if (!isList(key) && !name.isEmpty() && !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          key + ": '" + name + "' cannot be the name of a table or column");
    }
  }

  /// Whether a key stands for values and not for a name.
  static boolean isList(String key) {
    return key.startsWith("level.") || key.contains(".status.") || key.contains(".kind.");
  }

  /// What stands for `key`.
  ///
  /// @throws NotMappedException when the mall has no such thing
  String name(String key) {
    String name = names.get(key);
    if (name == null) {
      throw new IllegalArgumentException("no such key: " + key);
    }
    if (name.isEmpty()) {
      throw new NotMappedException(key);
    }
    return name;
  }

  /// The values that stand for `key`.
  ///
  /// @throws NotMappedException when there are none
  List<String> values(String key) {
    List<String> values = new ArrayList<>();
    for (String value : name(key).split("\\|", -1)) {
      if (!value.isBlank()) {
        values.add(value.strip());
      }
    }
    return values;
  }

  /// Every key with what stands for it, in the order of the documentation.
  public Map<String, String> names() {
    return java.util.Collections.unmodifiableMap(names);
  }

  private static Map<String, String> defaults() {
    Map<String, String> names = new LinkedHashMap<>();
    String[] pairs = {
      "times", "timestamp",
      "users", "users",
      "users.id", "id",
      "users.level", "level",
      "users.balance", "points",
      "users.created_at", "created_at",
      "users.last_login_at", "last_login_at",
      "level.normal", "normal",
      "level.vip", "vip",
      "level.star_1", "star_1",
      "level.star_2", "star_2",
      "level.star_3", "star_3",
      "level.star_4", "star_4",
      "level.star_5", "star_5",
      "level.director", "director",
      "orders", "purchase_orders",
      "orders.id", "id",
      "orders.buyer", "buyer_id",
      "orders.amount", "amount",
      "orders.amount.factor", "1",
      "orders.status", "status",
      "orders.status.paid", "paid",
      "orders.status.refused", "",
      "orders.channel", "channel",
      "orders.created_at", "created_at",
      "orders.paid_at", "paid_at",
      "points", "points_transactions",
      "points.id", "id",
      "points.user", "user_id",
      "points.counterparty", "counterparty_id",
      "points.kind", "kind",
      "points.kind.recharge", "recharge",
      "points.kind.withdraw", "withdraw",
      "points.kind.transfer_out", "transfer_out",
      "points.kind.transfer_in", "transfer_in",
      "points.kind.credit", "recharge|transfer_in|reward|opening",
      "points.kind.debit", "withdraw|transfer_out",
      "points.status", "",
      "points.status.failed", "",
      "points.amount", "amount",
      "points.amount.factor", "1",
      "points.created_at", "created_at",
      "upgrades", "level_upgrades",
      "upgrades.user", "user_id",
      "upgrades.created_at", "created_at",
      "logins", "",
      "logins.created_at", "created_at",
      "sessions", "",
      "sessions.started_at", "started_at",
      "sessions.ended_at", "ended_at",
    };
    for (int i = 0; i < pairs.length; i += 2) {
      names.put(pairs[i], pairs[i + 1]);
    }
    return names;
  }
}
