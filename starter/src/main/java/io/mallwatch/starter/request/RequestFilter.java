package io.mallwatch.starter.request;

import io.micrometer.observation.Observation;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.spi.LoggingEventBuilder;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.filter.ServerHttpObservationFilter;
import org.springframework.web.servlet.HandlerMapping;

/// Gives each request an id, logs its start and its end, and measures it, also when the client went
/// away (status 499) and when the response came asynchronously.
public final class RequestFilter extends OncePerRequestFilter {
  /// Where a caller may put its request id, and where every response carries it.
  public static final String HEADER = "x-request-id";

  static final String MDC_KEY = "requestId";
  static final int CLIENT_CLOSED_REQUEST = 499;
  private static final Logger logger = LoggerFactory.getLogger(RequestFilter.class);

  private final RequestIds ids;
  private final RequestMetrics metrics;
  private final ActiveUserSink activeUsers;
  private final Set<String> quietPaths;
  private final LongSupplier nanoClock;

  /// Told of each request whose user is known.
  @FunctionalInterface
  public interface ActiveUserSink {
    void seen(String userId);
  }

  public RequestFilter(
      RequestIds ids,
      RequestMetrics metrics,
      ActiveUserSink activeUsers,
      List<String> quietPaths,
      LongSupplier nanoClock) {
    this.ids = ids;
    this.metrics = metrics;
    this.activeUsers = activeUsers;
    this.quietPaths = Set.copyOf(quietPaths);
    this.nanoClock = nanoClock;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return quietPaths.contains(request.getRequestURI());
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    long start = nanoClock.getAsLong();
    String requestId = ids.acceptOrCreate(request.getHeader(HEADER));
    MDC.put(MDC_KEY, requestId);
    response.setHeader(HEADER, requestId);
    ServerHttpObservationFilter.findObservationContext(request)
        .ifPresent(context -> markObservation(context, requestId));
    var watched = new AbortNoticingResponse(response);
    var exchange = new Exchange(request, watched, requestId, start);
    try {
      describe(request, requestId).log("API request started");
      chain.doFilter(request, watched);
      if (request.isAsyncStarted()) {
        request.getAsyncContext().addListener(exchange);
      } else {
        exchange.finish(null);
      }
    } catch (IOException | ServletException | RuntimeException | Error failure) {
      exchange.finish(failure);
      throw failure;
    } finally {
      MDC.remove(MDC_KEY);
      MDC.remove(CurrentUser.MDC_KEY);
    }
  }

  private static void markObservation(Observation.Context context, String requestId) {
    context.addHighCardinalityKeyValue(io.micrometer.common.KeyValue.of("request.id", requestId));
  }

  private static LoggingEventBuilder describe(HttpServletRequest request, String requestId) {
    LoggingEventBuilder line =
        logger
            .atInfo()
            .addKeyValue("requestId", requestId)
            .addKeyValue("method", request.getMethod())
            .addKeyValue("url", LoggedUrl.of(request.getRequestURI(), request.getQueryString()))
            .addKeyValue("ip", ClientAddress.of(request));
    String userAgent = request.getHeader("user-agent");
    return userAgent == null ? line : line.addKeyValue("userAgent", userAgent);
  }

  /// One request from its arrival to its end; finishes once, whoever says so first.
  private final class Exchange implements AsyncListener {
    private final HttpServletRequest request;
    private final AbortNoticingResponse response;
    private final String requestId;
    private final long start;
    private final AtomicBoolean finished = new AtomicBoolean();

    Exchange(
        HttpServletRequest request, AbortNoticingResponse response, String requestId, long start) {
      this.request = request;
      this.response = response;
      this.requestId = requestId;
      this.start = start;
    }

    void finish(@Nullable Throwable failure) {
      if (!finished.compareAndSet(false, true)) {
        return;
      }
      Duration duration = Duration.ofNanos(Math.max(0, nanoClock.getAsLong() - start));
      int status = status(failure);
      String userId = CurrentUser.of(request);
      if (userId != null) {
        activeUsers.seen(userId);
      }
      if (status >= 500) {
        Span.current().setStatus(StatusCode.ERROR, "status " + status);
      }
      metrics.record(request.getMethod(), route(), status, duration);
      log(status, duration, userId);
    }

    private int status(@Nullable Throwable failure) {
      if (response.aborted() || (failure != null && AbortNoticingResponse.isAbort(failure))) {
        return CLIENT_CLOSED_REQUEST;
      }
      if (failure != null && response.getStatus() < 400) {
        return HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
      }
      return response.getStatus();
    }

    private String route() {
      Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
      return pattern == null || pattern.equals("/**")
          ? RequestMetrics.UNKNOWN_ROUTE
          : pattern.toString();
    }

    private void log(int status, Duration duration, @Nullable String userId) {
      LoggingEventBuilder line =
          describe(request, requestId)
              .addKeyValue("statusCode", status)
              .addKeyValue("duration", duration.toMillis());
      if (userId != null) {
        line = line.addKeyValue("userId", userId);
      }
      line.log("API request completed");
      if (metrics.isSlow(duration)) {
        LoggingEventBuilder slow =
            logger
                .atWarn()
                .addKeyValue("requestId", requestId)
                .addKeyValue("method", request.getMethod())
                .addKeyValue("route", route())
                .addKeyValue("statusCode", status)
                .addKeyValue("duration", duration.toMillis());
        (userId == null ? slow : slow.addKeyValue("userId", userId)).log("Slow API request");
      }
    }

    @Override
    public void onComplete(AsyncEvent event) {
      finish(null);
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      // The container completes or dispatches afterwards; onComplete measures it.
    }

    @Override
    public void onError(AsyncEvent event) {
      finish(event.getThrowable());
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
      event.getAsyncContext().addListener(this);
    }
  }
}
