package io.mallwatch.alerts.notify.vendor;

import io.mallwatch.alerts.notify.Delivery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// One call for each number, made into one outcome: nobody is called again because another was not
/// reached.
public final class Calls {

  /// Calls one number.
  @FunctionalInterface
  public interface Caller {
    Delivery call(String phone) throws IOException, InterruptedException;
  }

  private Calls() {}

  /// Calls all `phones`, one after the other.
  public static Delivery each(List<String> phones, Caller caller) throws InterruptedException {
    List<String> receipts = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    boolean unknown = false;
    Delivery last = new Delivery.Failed("no number to call");
    for (String phone : phones) {
      last = one(phone, caller);
      switch (last) {
        case Delivery.Sent(String receipt) -> receipts.add(receipt);
        case Delivery.Failed(String reason, boolean _) -> problems.add(told(phone, reason));
        case Delivery.Retry(String reason, var _) -> problems.add(told(phone, reason));
        case Delivery.Limited(String reason, var _) -> problems.add(told(phone, reason));
        case Delivery.Unknown(String reason) -> {
          unknown = true;
          problems.add(told(phone, reason));
        }
      }
    }
    if (problems.isEmpty()) {
      return receipts.isEmpty() ? last : new Delivery.Sent(String.join(",", receipts));
    }
    if (unknown) {
      return new Delivery.Unknown(String.join("; ", problems));
    }
    return phones.size() == 1
        ? last
        : new Delivery.Failed(String.join("; ", problems), !receipts.isEmpty());
  }

  private static Delivery one(String phone, Caller caller) throws InterruptedException {
    try {
      return caller.call(phone);
    } catch (java.net.ConnectException e) {
      return new Delivery.Retry("not reached: " + e.getMessage());
    } catch (IOException e) {
      return new Delivery.Unknown("no answer: " + e.getMessage());
    }
  }

  private static String told(String phone, String reason) {
    return Phones.shown(phone) + ": " + reason;
  }
}
