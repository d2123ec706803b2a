package io.mallwatch.starter.request;

import java.io.IOException;
import org.slf4j.MDC;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

/// Hands the current request's id on to the services that it calls.
public final class RequestIdForwarding implements ClientHttpRequestInterceptor {

  @Override
  public ClientHttpResponse intercept(
      HttpRequest request, byte[] body, ClientHttpRequestExecution execution) throws IOException {
    String requestId = MDC.get(RequestFilter.MDC_KEY);
    if (requestId != null && request.getHeaders().getFirst(RequestFilter.HEADER) == null) {
      request.getHeaders().set(RequestFilter.HEADER, requestId);
    }
    return execution.execute(request, body);
  }
}
