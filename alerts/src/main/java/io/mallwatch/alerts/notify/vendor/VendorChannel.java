package io.mallwatch.alerts.notify.vendor;

import io.mallwatch.alerts.notify.Channel;
import io.mallwatch.alerts.notify.Delivery;
import io.mallwatch.alerts.notify.Notification;
import io.mallwatch.alerts.notify.Pace;
import io.mallwatch.alerts.notify.UnreadableSecretException;
import io.mallwatch.alerts.template.TemplateException;
import io.mallwatch.model.Deadline;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;

/// A channel over a [Vendor]: every attempt has its own time limit, and what goes wrong on the way
/// becomes a [Delivery].
public final class VendorChannel implements Channel {

  /// How long one attempt may take unless the configuration says otherwise.
  public static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Vendor vendor;
  private final HttpClients clients;
  private final HttpSettings settings;
  private final Duration timeout;
  private final OAuth2Tokens tokens;

  public VendorChannel(Vendor vendor, ChannelTools tools, HttpSettings settings) {
    this(vendor, tools, settings, TIMEOUT);
  }

  /// @param timeout of one attempt
  public VendorChannel(Vendor vendor, ChannelTools tools, HttpSettings settings, Duration timeout) {
    this.vendor = vendor;
    this.clients = tools.http();
    this.settings = settings;
    this.timeout = timeout;
    this.tokens = new OAuth2Tokens(tools.http(), tools.clock());
  }

  @Override
  public String kind() {
    return vendor.kind();
  }

  @Override
  public String target() {
    try {
      return vendor.target();
    } catch (IOException e) {
      return reason(e);
    }
  }

  @Override
  public boolean sendResolved() {
    return vendor.sendResolved();
  }

  @Override
  public Pace pace() {
    return vendor.pace();
  }

  @Override
  public Delivery send(Notification notification, Deadline deadline) {
    Duration left = deadline.left();
    Deadline own = timeout.compareTo(left) < 0 ? Deadline.after(timeout) : deadline;
    if (left.isZero()) {
      return new Delivery.Retry("no time left");
    }
    try {
      return vendor.tell(notification, new Exchange(clients, settings, tokens, own));
    } catch (UnreadableSecretException | TemplateException e) {
      return new Delivery.Failed(reason(e));
    } catch (ConnectException | UnknownHostException | HttpConnectTimeoutException e) {
      return new Delivery.Retry("not reached: " + reason(e)); // nothing was sent
    } catch (IOException e) {
      return vendor.isRepeatable()
          ? new Delivery.Retry(reason(e))
          : new Delivery.Unknown("no answer: " + reason(e));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Delivery.Retry("interrupted");
    } catch (IllegalArgumentException e) {
      return new Delivery.Failed("the address cannot be used: " + reason(e));
    }
  }

  private static String reason(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
