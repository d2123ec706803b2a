package io.mallwatch.samplemall.web;

import io.mallwatch.samplemall.fault.Fault;
import io.mallwatch.samplemall.fault.Faults;
import io.mallwatch.samplemall.shop.MallException;
import io.mallwatch.samplemall.shop.PaymentGateway;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// What belongs to the demo and not to the mall: the fault switches, and the payment company, which
/// the mall calls over HTTP like any other. For this machine only.
@RestController
@RequestMapping("/demo")
class DemoController {
  private static final double DECLINED_SHARE = 0.012;
  private static final double BROKEN_SHARE = 0.7;

  private final Faults faults;
  private final RandomGenerator random;

  DemoController(Faults faults, RandomGenerator random) {
    this.faults = faults;
    this.random = random;
  }

  /// A fault and its switch.
  record FaultState(String name, String description, boolean on) {}

  /// Where to set a switch.
  record Switch(boolean on) {}

  @GetMapping("/faults")
  List<FaultState> faults(HttpServletRequest request) {
    onlyLocal(request);
    return Arrays.stream(Fault.values()).map(this::state).toList();
  }

  @PostMapping("/faults/{name}")
  FaultState set(
      @PathVariable String name, @RequestBody Switch wanted, HttpServletRequest request) {
    onlyLocal(request);
    Fault fault =
        Fault.named(name)
            .orElseThrow(() -> new MallException(404, "no_such_fault", "no fault " + name));
    try {
      faults.set(fault, wanted.on());
    } catch (IllegalStateException impossible) {
      throw new MallException(
          409, "impossible_here", String.valueOf(impossible.getMessage()), impossible);
    }
    return state(fault);
  }

  /// The payment company: takes 20 to 80 ms and declines one payment in eighty.
  @PostMapping("/payment-gateway/pay")
  PaymentGateway.Answer pay(HttpServletRequest request) throws InterruptedException {
    onlyLocal(request);
    Thread.sleep(20 + random.nextInt(60));
    if (faults.isOn(Fault.PAYMENT_FAILURES) && random.nextDouble() < BROKEN_SHARE) {
      throw new MallException(503, "bank_unreachable", "银行通道不可用: bank channel unavailable");
    }
    boolean declined = random.nextDouble() < DECLINED_SHARE;
    return new PaymentGateway.Answer(declined ? "declined" : "approved");
  }

  private FaultState state(Fault fault) {
    return new FaultState(fault.slug(), fault.description(), faults.isOn(fault));
  }

  private static void onlyLocal(HttpServletRequest request) {
    if (!Caller.isLocal(request)) {
      throw new MallException(403, "not_local", "only from this machine");
    }
  }
}
