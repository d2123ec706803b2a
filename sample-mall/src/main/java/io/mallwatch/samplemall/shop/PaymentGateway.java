package io.mallwatch.samplemall.shop;

import io.mallwatch.starter.business.TransactionFailure;
import java.math.BigDecimal;
import java.net.URI;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.http.MediaType;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/// The outside company that takes the money, over HTTP.
public final class PaymentGateway {
  private final RestClient http;
  private final Supplier<URI> address;

  /// @param address where the gateway listens, asked on each call
  public PaymentGateway(RestClient http, Supplier<URI> address) {
    this.http = http;
    this.address = address;
  }

  /// Asks for `amount`; returns if it was paid.
  ///
  /// @throws PaymentFailed if not
  public void pay(long orderId, BigDecimal amount, String channel) {
    Answer answer;
    try {
      answer =
          http.post()
              .uri(address.get())
              .contentType(MediaType.APPLICATION_JSON)
              .body(Map.of("orderId", orderId, "amount", amount, "channel", channel))
              .retrieve()
              .body(Answer.class);
    } catch (ResourceAccessException silent) {
      throw new PaymentFailed(
          TransactionFailure.GATEWAY_TIMEOUT, 504, "支付网关超时: payment gateway timed out", silent);
    } catch (RestClientException broken) {
      throw new PaymentFailed(
          TransactionFailure.GATEWAY_ERROR,
          502,
          "支付网关异常: payment gateway failed: " + broken.getMessage(),
          broken);
    }
    if (answer == null || !"approved".equals(answer.status())) {
      throw new PaymentFailed(TransactionFailure.DECLINED, 402, "支付被拒绝: payment declined", null);
    }
  }

  /// What the gateway says.
  public record Answer(String status) {}
}
