package io.mallwatch.ops.health;

import java.util.List;

/// Something to ask and what to say of it, in the paper's words (R234 to R237).
///
/// @param name short and stable, for machines
/// @param address a path below the mall's base URL, or a whole address as [ProbeAddress] reads it
/// @param goodText said when it is well
/// @param badText said otherwise
public record HealthProbe(String name, String address, String goodText, String badText) {

  /// The seven endpoints of R264.
  public static final List<HealthProbe> MALL =
      List.of(
          new HealthProbe("api", "/health", "✅ API健康检查通过", "🚨 API健康检查失败，服务可能不可用"),
          new HealthProbe("database", "/health/database", "✅ 数据库连接正常", "❌ 数据库连接失败"),
          new HealthProbe("redis", "/health/redis", "✅ Redis连接正常", "❌ Redis连接失败"),
          endpoint("users"),
          endpoint("shops"),
          endpoint("purchases"),
          endpoint("points"));

  private static HealthProbe endpoint(String area) {
    String path = "/api/v1/" + area + "/health";
    return new HealthProbe(area, path, "✅ " + path + " 正常", "❌ " + path + " 异常");
  }

  /// A probe of any address, such as `tcp://db:3306`.
  ///
  /// @throws IllegalArgumentException when it is no address
  public static HealthProbe of(String address) {
    var _ = ProbeAddress.parse(address);
    return new HealthProbe(address, address, "✅ " + address + " 正常", "❌ " + address + " 异常");
  }
}
