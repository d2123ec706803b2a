package io.mallwatch.samplemall.web;

import io.mallwatch.samplemall.fault.Fault;
import io.mallwatch.samplemall.fault.Faults;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.random.RandomGenerator;
import org.springframework.web.servlet.HandlerInterceptor;

/// Makes four of five API requests wait 2.6 to 4 seconds while the fault `slow-api` is on, as a
/// slow service in front of them would.
final class SlowDown implements HandlerInterceptor {
  private static final double SHARE = 0.8;

  private final Faults faults;
  private final RandomGenerator random;

  SlowDown(Faults faults, RandomGenerator random) {
    this.faults = faults;
    this.random = random;
  }

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
      throws InterruptedException {
    if (faults.isOn(Fault.SLOW_API)
        && request.getRequestURI().startsWith("/api/")
        && random.nextDouble() < SHARE) {
      Thread.sleep(2600 + random.nextInt(1400));
    }
    return true;
  }
}
